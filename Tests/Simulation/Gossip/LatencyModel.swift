public import Net

/// How long a byte travels from one simulated peer to another.
public enum LatencyModel: Sendable, Equatable {
    /// The same for every link.
    case fixed(Interval)
    /// Drawn once for each link.
    case uniform(Interval, Interval)
    /// By place: every peer lives in one of five regions and has a last mile of 1 to 15 ms; between regions
    /// it is 5 ms (the same one) to 110 ms.
    case regions

    /// Milliseconds one way between regions, by the difference of their numbers.
    private static var betweenRegions: [Int64] { [5, 25, 55, 80, 110] }

    /// How many regions there are.
    static var regionCount: Int { betweenRegions.count }

    /// The latency of a link.
    func latency(
        between first: SimulatedPlace,
        and second: SimulatedPlace,
        using random: inout SimulationRandom
    ) -> Interval {
        switch self {
        case .fixed(let latency):
            return latency
        case .uniform(let low, let high):
            let span = UInt64(max(0, high.nanoseconds - low.nanoseconds))
            return low + Interval(nanoseconds: Int64(random.next(upperBound: span + 1)))
        case .regions:
            let distance =
                first.region > second.region ? first.region - second.region : second.region - first.region
            return .milliseconds(Self.betweenRegions[distance]) + first.lastMile + second.lastMile
        }
    }
}
