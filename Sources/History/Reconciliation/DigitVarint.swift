/// The numbers of negentropy: digits of base 128, the most significant first, as few as possible; all but the
/// last have bit 7 set.
enum DigitVarint {
    static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        var shift = (max(1, UInt64.bitWidth - value.leadingZeroBitCount) - 1) / 7 * 7
        while shift > 0 {
            bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)) | 0x80)
            shift -= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: value) & 0x7F)
    }

    /// Takes a number off the front.
    static func take(from bytes: inout ArraySlice<UInt8>) throws(ReconciliationError) -> UInt64 {
        var value: UInt64 = 0
        var length = 0
        for byte in bytes {
            // A leading 0 says nothing, and a further digit must not push bits out at the top.
            guard byte != 0x80 || length > 0, value <= UInt64.max >> 7 else { throw .invalidNumber }
            value = value << 7 | UInt64(byte & 0x7F)
            length += 1
            if byte & 0x80 == 0 {
                bytes = bytes.dropFirst(length)
                return value
            }
        }
        throw .truncated
    }
}
