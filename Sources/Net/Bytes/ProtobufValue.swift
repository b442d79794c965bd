/// The value of one protobuf field, by wire type.
package enum ProtobufValue: Equatable, Sendable {
    /// Wire type 0.
    case varint(UInt64)
    /// Wire type 1.
    case fixed64(UInt64)
    /// Wire type 2: bytes, text, or an embedded message. Shares the storage of the message it was read from.
    case bytes(ArraySlice<UInt8>)
    /// Wire type 5.
    case fixed32(UInt32)
}
