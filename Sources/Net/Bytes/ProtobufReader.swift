/// Reads the fields of a protobuf message one after the other, without copying.
///
/// The reader allocates nothing and keeps nothing, so the caller's own counts bound what a peer's message can
/// cost: every `repeated` field needs a limit where it is collected. Unknown fields are read and can be left
/// alone. Groups, which nobody sends, are errors.
///
/// See <https://protobuf.dev/programming-guides/encoding/>.
package struct ProtobufReader {
    /// The largest field number of protobuf.
    package static let maximumFieldNumber: UInt64 = 1 << 29 - 1

    /// What has not been read yet.
    private var rest: ArraySlice<UInt8>

    /// A reader of the message `bytes`.
    package init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// A reader of the message `bytes`.
    package init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    /// Whether every field has been read.
    package var isAtEnd: Bool { rest.isEmpty }

    /// The bytes that have not been read yet; the index of the first tells where the next field begins.
    package var unread: ArraySlice<UInt8> { rest }

    /// The next field; nil at the end of the message.
    ///
    /// - Throws: Any `ProtobufError` but `wrongType` and `invalidUTF8`. A throw is final.
    package mutating func next() throws(ProtobufError) -> ProtobufField? {
        guard !rest.isEmpty else { return nil }
        let key = try takeVarint()
        let number = key >> 3
        guard number >= 1, number <= Self.maximumFieldNumber else { throw .invalidFieldNumber }
        let value: ProtobufValue
        switch key & 7 {
        case 0: value = .varint(try takeVarint())
        case 1: value = .fixed64(try takeLittleEndian(byteCount: 8))
        case 2: value = .bytes(try takeBytes())
        case 5: value = .fixed32(UInt32(truncatingIfNeeded: try takeLittleEndian(byteCount: 4)))
        default: throw .unsupportedWireType
        }
        return ProtobufField(number: UInt32(truncatingIfNeeded: number), value: value)
    }

    /// Protobuf's varint: up to ten bytes, 64 bits, not necessarily minimal.
    private mutating func takeVarint() throws(ProtobufError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        var index = rest.startIndex
        while index < rest.endIndex {
            let byte = rest[index]
            index += 1
            guard shift < 63 || byte <= 1 else { throw .overlongVarint }
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 {
                rest = rest[index...]
                return value
            }
            shift += 7
        }
        throw .truncated
    }

    private mutating func takeLittleEndian(byteCount: Int) throws(ProtobufError) -> UInt64 {
        guard rest.count >= byteCount else { throw .truncated }
        var value: UInt64 = 0
        for byte in rest.prefix(byteCount).reversed() {
            value = value << 8 | UInt64(byte)
        }
        rest = rest.dropFirst(byteCount)
        return value
    }

    private mutating func takeBytes() throws(ProtobufError) -> ArraySlice<UInt8> {
        let length = try takeVarint()
        // Compared before it becomes an index: the length is the peer's word.
        guard length <= UInt64(rest.count) else { throw .truncated }
        let bytes = rest.prefix(Int(length))
        rest = rest.dropFirst(Int(length))
        return bytes
    }
}
