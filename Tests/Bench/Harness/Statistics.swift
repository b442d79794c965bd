/// Median and extremes of a set of numbers.
struct Statistics: Encodable {
    let median: Double
    let min: Double
    let max: Double

    init(_ samples: [Double]) {
        precondition(!samples.isEmpty, "every benchmark takes samples")
        let sorted = samples.sorted()
        let middle = sorted.count / 2
        median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
        min = sorted[0]
        max = sorted[sorted.count - 1]
    }

    /// How far the extremes lie apart, as a share of the median.
    var spread: Double { median == 0 ? 0 : (max - min) / median }
}
