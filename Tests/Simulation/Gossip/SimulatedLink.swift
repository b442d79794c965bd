import Net

/// One direction of a connection.
struct LinkDirection {
    /// When the last RPC sent arrives: TCP does not reorder.
    var lastArrival = Instant.origin
    /// Bytes on their way.
    var bytesInFlight = 0
    var isCongested = false
}

/// A connection between two simulated peers.
struct SimulatedLink {
    /// Who dialled, and who was dialled.
    let first: Int
    let second: Int
    let latency: Interval
    /// Counts the breaks, so that what was on its way then is lost.
    var epoch: UInt32 = 0
    var isUp = false
    var toFirst = LinkDirection()
    var toSecond = LinkDirection()
}
