/// The round-trip time of a connection: the least of the last eight to sixteen measurements.
///
/// The least, because a ping waits behind data like everything else: a mean would take the queue for
/// distance, and windows would grow on their own account.
struct YamuxRoundTrip {
    private static let epochLength = 8

    private var least: Interval?
    private var leastOfPreviousEpoch: Interval?
    private var sampleCount = 0

    /// The estimate; nil before the first measurement.
    var estimate: Interval? {
        guard let least else { return leastOfPreviousEpoch }
        guard let leastOfPreviousEpoch else { return least }
        return min(least, leastOfPreviousEpoch)
    }

    /// Records a measurement; one below zero, from a clock that was set back, counts as zero.
    mutating func record(_ sample: Interval) {
        let sample = max(sample, .zero)
        if sampleCount == Self.epochLength {
            leastOfPreviousEpoch = least
            least = nil
            sampleCount = 0
        }
        sampleCount += 1
        least = min(least ?? sample, sample)
    }
}
