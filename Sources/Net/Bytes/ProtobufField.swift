/// One field of a protobuf message.
package struct ProtobufField: Equatable, Sendable {
    /// The field's number, 1 to 2^29 - 1.
    package let number: UInt32

    /// What the field holds.
    package let value: ProtobufValue

    /// A field of that number and value.
    package init(number: UInt32, value: ProtobufValue) {
        self.number = number
        self.value = value
    }

    /// The field as bytes or as an embedded message.
    ///
    /// - Throws: `wrongType` when it is of another wire type.
    package func bytes() throws(ProtobufError) -> ArraySlice<UInt8> {
        guard case .bytes(let bytes) = value else { throw .wrongType }
        return bytes
    }

    /// The field as text.
    ///
    /// - Throws: `wrongType`, or `invalidUTF8`.
    package func string() throws(ProtobufError) -> String {
        guard let text = String(validating: try bytes(), as: UTF8.self) else { throw .invalidUTF8 }
        return text
    }

    /// The field as an unsigned number.
    ///
    /// - Throws: `wrongType` when it is not a varint.
    package func uint64() throws(ProtobufError) -> UInt64 {
        guard case .varint(let number) = value else { throw .wrongType }
        return number
    }

    /// The field as a truth value: any number but 0 is true.
    ///
    /// - Throws: `wrongType` when it is not a varint.
    package func bool() throws(ProtobufError) -> Bool {
        try uint64() != 0
    }
}
