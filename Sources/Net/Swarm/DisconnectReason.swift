/// Why the last connection to a peer ended.
public enum DisconnectReason: Equatable, Sendable {
    /// We were told to.
    case requested
    /// This side is shutting down.
    case shutdown
    /// The peer closed the connection cleanly.
    case closedByPeer
    /// The socket failed.
    case transport(TransportError)
    /// The peer broke a protocol or a limit, or went silent.
    case failed(ConnectionError)
    /// Nobody used the connection.
    case idle
    /// A limit on connections made room for others.
    case trimmed
}

extension DisconnectReason: CustomStringConvertible {
    /// The reason in one line.
    public var description: String {
        switch self {
        case .requested: "disconnected on request"
        case .shutdown: "shutting down"
        case .closedByPeer: "closed by the peer"
        case .transport(let error): error.explanation
        case .failed(let error): error.description
        case .idle: "idle"
        case .trimmed: "closed to stay within the connection limits"
        }
    }
}
