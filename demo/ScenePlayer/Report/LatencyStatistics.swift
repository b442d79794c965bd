/// What is worth knowing about many times.
public struct LatencyStatistics: Sendable {
    public let count: Int
    public let median: Duration
    /// Exceeded by one in twenty.
    public let percentile95: Duration
    public let slowest: Duration

    /// All zero for no times at all.
    public init(_ times: [Duration]) {
        let sorted = times.sorted()
        count = sorted.count
        median = sorted.isEmpty ? .zero : sorted[sorted.count / 2]
        percentile95 = sorted.isEmpty ? .zero : sorted[min(sorted.count - 1, sorted.count * 95 / 100)]
        slowest = sorted.last ?? .zero
    }
}
