import Net

/// How many bytes may be sent now: so many a second, and a second's worth at once.
struct SendingBudget {
    private let bytesPerSecond: Int64
    private var available: Int64
    private var counted: Instant

    init(bytesPerSecond: Int, now: Instant) {
        self.bytesPerSecond = Int64(max(1, bytesPerSecond))
        available = self.bytesPerSecond
        counted = now
    }

    /// When something may be sent again; nil where it may be now.
    mutating func wait(now: Instant) -> Instant? {
        let elapsed = min(Interval.seconds(1), now - counted)
        let earned = elapsed.nanoseconds / 1_000 * bytesPerSecond / 1_000_000
        // Less than a byte is not lost, however often this is asked.
        if earned > 0 {
            available = min(bytesPerSecond, available + earned)
            counted = now
        }
        guard available <= 0 else { return nil }
        return now + Interval.seconds(1) * (1 - available) / bytesPerSecond + Interval.milliseconds(1)
    }

    mutating func spend(_ byteCount: Int) {
        available -= Int64(byteCount)
    }
}
