/// What a swarm holds and has done since it began.
public struct SwarmCounters: Hashable, Sendable {
    /// Outbound connections whose handshake has not ended, unconnected ones included.
    public var pendingOutbound = 0
    /// Inbound connections whose handshake has not ended.
    public var pendingInbound = 0
    /// Established connections that we dialled.
    public var establishedOutbound = 0
    /// Established connections that peers dialled.
    public var establishedInbound = 0
    /// Peers with at least one established connection.
    public var peers = 0

    /// Streams open on them, the swarm's own protocols' included.
    public var streams = 0
    /// Bytes that they hold: received and not read, written and not sent.
    public var heldBytes = 0
    /// Peers of which an address is known.
    public var knownPeers = 0

    /// Connections ever established.
    public var totalEstablished: UInt64 = 0
    /// Connections refused because of a limit.
    public var totalRefused: UInt64 = 0
    /// Established connections closed to make room or to stay within a limit.
    public var totalTrimmed: UInt64 = 0
    /// Inbound connections whose handshake failed.
    public var totalFailedInbound: UInt64 = 0
    /// Outbound connections that failed before they were established.
    public var totalFailedOutbound: UInt64 = 0
    /// Bytes received from sockets of connections that are gone or established.
    public var totalBytesReceived: UInt64 = 0
    /// Bytes that the kernel took for them.
    public var totalBytesSent: UInt64 = 0

    /// All zero.
    public init() {}

    /// Adds the traffic of a connection to the totals.
    mutating func add(_ connection: ConnectionSummary) {
        totalBytesReceived &+= connection.bytesReceived
        totalBytesSent &+= connection.bytesSent
    }

    /// These, and what the connections are.
    func adding(_ table: ConnectionTable) -> SwarmCounters {
        var counters = self
        counters.pendingInbound = table.counts.pendingInbound
        counters.pendingOutbound = table.counts.pendingOutbound
        counters.establishedInbound = table.counts.establishedInbound
        counters.establishedOutbound = table.counts.establishedOutbound
        for connection in table.established {
            let summary = connection.summary(nil)
            counters.streams += summary.streams
            counters.add(summary)
        }
        return counters
    }
}
