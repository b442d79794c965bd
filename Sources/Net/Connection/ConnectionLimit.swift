/// The limits that a caller can exhaust.
public enum ConnectionLimit: Hashable, Sendable {
    /// Connections that have not finished their handshake.
    case pendingConnections
    /// Connections in all.
    case connections
    /// Connections of one peer.
    case connectionsPerPeer
    /// Streams of one connection.
    case streamsPerConnection
    /// Streams of one protocol on one connection.
    case streamsPerProtocol
    /// Bytes held for all connections.
    case memory
}

extension ConnectionLimit: CustomStringConvertible {
    /// The limit in one line.
    public var description: String {
        switch self {
        case .pendingConnections: "too many connections in their handshake"
        case .connections: "too many connections"
        case .connectionsPerPeer: "too many connections of one peer"
        case .streamsPerConnection: "too many streams on the connection"
        case .streamsPerProtocol: "too many streams of one protocol on the connection"
        case .memory: "the connections hold too much memory"
        }
    }
}
