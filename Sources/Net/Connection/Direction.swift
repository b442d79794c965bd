/// Who opened a connection or a stream.
public enum Direction: Hashable, Sendable {
    /// The remote peer opened it.
    case inbound
    /// We opened it.
    case outbound
}
