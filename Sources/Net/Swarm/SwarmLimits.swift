/// The limits over all connections of a swarm. What is beyond a limit is refused at once and counted
/// (`SwarmCounters`).
public struct SwarmLimits: Sendable {
    /// Accepted connections whose handshake has not ended. Default 128. One more evicts the oldest handshake
    /// of the host that has the most: a flood of silent connections holds no more than that, and locks nobody
    /// out.
    public var pendingInbound = 128
    /// Established connections that peers dialled. Default 1,536.
    public var establishedInbound = 1_536
    /// Established connections in all. Default 2,048.
    public var established = 2_048
    /// Established connections of one peer. Default 8.
    public var establishedPerPeer = 8
    /// Bytes that one connection may hold: received and not read, written and not sent. Default 80 MiB,
    /// somewhat more than the windows that the muxer grants.
    public var heldBytesPerConnection = 80 << 20
    /// Bytes that all connections together may hold; beyond them the one that holds the most is closed.
    /// Default 512 MiB.
    public var heldBytes = 512 << 20
    /// Streams of one protocol that a peer may have open on one connection. Default 64.
    public var inboundStreamsPerProtocol = 64

    /// The defaults.
    public init() {}
}
