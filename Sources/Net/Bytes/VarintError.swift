/// Why bytes are not an unsigned varint of the multiformats kind. The sender is at fault: close the
/// connection.
package enum VarintError: Error, Equatable {
    /// The bytes ended inside the varint.
    case truncated
    /// More than nine bytes, or more bytes than the value needs.
    case overlong
}
