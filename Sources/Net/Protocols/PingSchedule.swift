/// When a connection is pinged: once it is established, and every so often from then on.
struct PingSchedule {
    /// When the next ping is due; `nil` where none is.
    private(set) var next: Instant?

    /// Whether a ping is due.
    func isDue(now: Instant) -> Bool { next.map { $0 <= now } ?? false }

    /// A ping is sent; the next one is due after `interval`.
    mutating func receivePing(interval: Interval, now: Instant) { next = now + interval }
}
