import Net

/// When the next heartbeat is due, and how many there were.
struct HeartbeatClock {
    private let interval: Interval
    private(set) var count: UInt64 = 0
    private(set) var next: Instant

    init(_ parameters: GossipParameters, now: Instant) {
        interval = parameters.heartbeatInterval
        next = now + parameters.initialHeartbeatDelay
    }

    /// Whether a heartbeat is due; it counts as done then.
    ///
    /// A driver that slept through several of them gets one: the others would find nothing to do.
    mutating func begin(now: Instant) -> Bool {
        guard now >= next else { return false }
        next = now + interval
        count += 1
        return true
    }
}
