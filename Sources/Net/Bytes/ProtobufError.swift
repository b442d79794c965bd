/// Why bytes are not the protobuf message that was expected. The sender is at fault.
package enum ProtobufError: Error, Equatable {
    /// The message ended inside a field, or a length points beyond its end.
    case truncated
    /// A varint of more than ten bytes or more than 64 bits.
    case overlongVarint
    /// A field number of 0 or above 2^29 - 1.
    case invalidFieldNumber
    /// A group, or a wire type that does not exist.
    case unsupportedWireType
    /// The field has another wire type than its schema says.
    case wrongType
    /// A string field that is not UTF-8.
    case invalidUTF8
}
