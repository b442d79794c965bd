/// Unsigned varints as multiformats define them: LEB128, minimal, at most nine bytes (63 bits).
///
/// See <https://github.com/multiformats/unsigned-varint>.
package enum Varint {
    /// The longest encoding that is accepted, in bytes.
    package static let maximumEncodedBytes = 9

    /// Appends the encoding of `value`, which takes ten bytes from 2^63 on (protobuf alone allows that).
    package static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// The number of bytes that `append` writes for `value`.
    package static func encodedLength(_ value: UInt64) -> Int {
        value == 0 ? 1 : (UInt64.bitWidth - value.leadingZeroBitCount + 6) / 7
    }

    /// Reads the varint that `bytes` begins with.
    ///
    /// - Returns: The value and the number of bytes it took; nil when more bytes are needed.
    /// - Throws: `overlong` as soon as the bytes cannot become a minimal varint of at most nine bytes.
    package static func decode(
        _ bytes: ArraySlice<UInt8>
    ) throws(VarintError) -> (value: UInt64, length: Int)? {
        var value: UInt64 = 0
        var length = 0
        for byte in bytes {
            value |= UInt64(byte & 0x7F) << UInt64(7 * length)
            length += 1
            if byte & 0x80 == 0 {
                guard byte != 0 || length == 1 else { throw .overlong }
                return (value, length)
            }
            guard length < maximumEncodedBytes else { throw .overlong }
        }
        return nil
    }

    /// Takes a whole varint off the front of `bytes`.
    ///
    /// - Throws: `truncated` when the bytes end first, `overlong` as `decode(_:)`.
    package static func take(from bytes: inout ArraySlice<UInt8>) throws(VarintError) -> UInt64 {
        guard let (value, length) = try decode(bytes) else { throw .truncated }
        bytes = bytes.dropFirst(length)
        return value
    }
}
