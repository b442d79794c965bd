/// What is worth knowing about many times.
package struct LatencyStatistics: Sendable {
    package let count: Int
    package let median: Duration
    /// Exceeded by one in twenty.
    package let percentile95: Duration
    package let slowest: Duration

    /// All zero for no times at all.
    package init(_ times: [Duration]) {
        let sorted = times.sorted()
        count = sorted.count
        median = sorted.isEmpty ? .zero : sorted[sorted.count / 2]
        percentile95 = sorted.isEmpty ? .zero : sorted[min(sorted.count - 1, sorted.count * 95 / 100)]
        slowest = sorted.last ?? .zero
    }
}
