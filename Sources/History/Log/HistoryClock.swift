public import Net

/// The time by both clocks.
public struct HistoryClock: Equatable, Sendable {
    /// The driver's time, for deadlines.
    public let now: Instant
    /// Unix time in seconds, for messages.
    public let seconds: UInt64

    /// A time.
    public init(now: Instant, seconds: UInt64) {
        self.now = now
        self.seconds = seconds
    }
}
