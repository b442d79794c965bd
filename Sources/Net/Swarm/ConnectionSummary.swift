/// One established connection, as shown to a user.
public struct ConnectionSummary: Sendable {
    /// The connection.
    public var connection: ConnectionID
    /// The peer that was proved.
    public var peer: PeerID
    /// The remote address (the dialled one for an outbound connection), with `/p2p`.
    public var address: Multiaddr
    /// Who dialled.
    public var direction: Direction
    /// The last measured round trip, if there was one.
    public var roundTrip: Interval?
    /// The peer's program, empty until identify told. Remote text.
    public var agent: String
    /// The peer's protocols, empty until identify told.
    public var protocols: [String]
    /// Bytes received from the socket.
    public var bytesReceived: UInt64
    /// Bytes handed to the socket.
    public var bytesSent: UInt64
    /// Open streams, our own protocols' included.
    public var streams: Int
    /// The receive windows of its streams together, in bytes: what the peer may send before we read.
    public var receiveWindowBytes: UInt64
    /// When the connection was established.
    public var since: Instant
}
