/// A small seeded generator (SplitMix64), so that the faults of a run can be repeated.
package struct FaultRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The same faults for the same `seed`, on every machine.
    package init(seed: UInt64) {
        state = seed
    }

    /// The next 64 bits, each as likely as not.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// From 0 up to, not including, 1.
    mutating func unit() -> Double {
        Double.random(in: 0..<1, using: &self)
    }
}
