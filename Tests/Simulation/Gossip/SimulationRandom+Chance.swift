import Net

extension SimulationRandom {
    /// True in the share `chance` of all calls.
    mutating func isHit(_ chance: Double) -> Bool {
        // 53 bits: what a Double holds exactly.
        Double(next() >> 11) / 9_007_199_254_740_992 < chance
    }
}
