/// One field of a protobuf message.
public struct ProtobufField: Equatable, Sendable {
    /// The field's number, 1 to 2^29 - 1.
    public let number: UInt32

    /// What the field holds.
    public let value: ProtobufValue

    /// A field of that number and value.
    public init(number: UInt32, value: ProtobufValue) {
        self.number = number
        self.value = value
    }

    /// The field as bytes or as an embedded message.
    ///
    /// - Throws: `wrongType` when it is of another wire type.
    public func bytes() throws(ProtobufError) -> ArraySlice<UInt8> {
        guard case .bytes(let bytes) = value else { throw .wrongType }
        return bytes
    }

    /// The field as text.
    ///
    /// - Throws: `wrongType`, or `invalidUTF8`.
    public func string() throws(ProtobufError) -> String {
        guard let text = String(validating: try bytes(), as: UTF8.self) else { throw .invalidUTF8 }
        return text
    }

    /// The field as an unsigned number.
    ///
    /// - Throws: `wrongType` when it is not a varint.
    public func uint64() throws(ProtobufError) -> UInt64 {
        guard case .varint(let number) = value else { throw .wrongType }
        return number
    }

    /// The field as a truth value: any number but 0 is true.
    ///
    /// - Throws: `wrongType` when it is not a varint.
    public func bool() throws(ProtobufError) -> Bool {
        try uint64() != 0
    }
}
