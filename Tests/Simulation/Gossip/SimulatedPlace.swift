import Net

/// Where a simulated peer lives.
struct SimulatedPlace {
    /// 0 up to `LatencyModel.regionCount`.
    var region = 0
    var lastMile = Interval.zero

    static func random(using random: inout SimulationRandom) -> SimulatedPlace {
        SimulatedPlace(
            region: Int(random.next(upperBound: UInt64(LatencyModel.regionCount))),
            lastMile: .microseconds(1_000 + Int64(random.next(upperBound: UInt64(14_001))))
        )
    }
}
