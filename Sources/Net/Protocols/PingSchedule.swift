/// When a connection is pinged: as soon as it is established, and every `interval` from then on.
struct PingSchedule {
    private let interval: Interval?
    /// When the next ping is due; `nil` where none is.
    private(set) var next: Instant?

    /// - Parameters:
    ///   - interval: The time between two pings; `nil` for none at all.
    ///   - establishedAt: When the connection was established.
    init(interval: Interval?, establishedAt: Instant) {
        self.interval = interval
        next = interval == nil ? nil : establishedAt
    }

    /// Whether a ping is due.
    func isDue(now: Instant) -> Bool { next.map { $0 <= now } ?? false }

    /// A ping is sent.
    mutating func receivePing(now: Instant) { next = interval.map { now + $0 } }
}
