import Net

/// Whether an operation takes equally long for two classes of secrets (Reparaz, Balasch, Verbauwhede: "Dude,
/// is my code constant time?", 2017): both are measured in random order, and Welch's t says whether their
/// means differ.
package struct TimingProbe {
    /// |t| above this is a difference, no chance: the paper's bound.
    package static let bound = 10.0

    /// What is measured.
    package let name: String
    /// Whether a difference is right: shows that the measurement would find one.
    package let isLeaky: Bool

    private let rounds: Int
    private let operation: (_ isOther: Bool, _ random: inout SeededRandom) -> () -> Bool

    /// - Parameter operation: Prepares an operation on a secret of one of the classes, and returns it. What
    ///   it returns in turn is used, so that the operation cannot be optimised away.
    init(
        _ name: String,
        rounds: Int,
        isLeaky: Bool = false,
        operation: @escaping (_ isOther: Bool, _ random: inout SeededRandom) -> () -> Bool
    ) {
        self.name = name
        self.rounds = rounds
        self.isLeaky = isLeaky
        self.operation = operation
    }

    /// Measures once.
    ///
    /// - Parameter clock: Tells a time in nanoseconds.
    /// - Returns: Welch's t of the two classes, the slowest tenth of the measurements left out: interrupts
    ///   hit both alike.
    package func measure(seed: UInt64, clock: () -> Int64) -> Double {
        var random = SeededRandom(seed: seed)
        var samples: [(isOther: Bool, time: Int64)] = []
        samples.reserveCapacity(rounds)
        var uses = 0
        for round in 0..<rounds + rounds / 10 {
            let isOther = random.next() & 1 == 1
            let run = operation(isOther, &random)
            let start = clock()
            if run() { uses += 1 }
            let time = clock() - start
            // The first tenth warms the caches up.
            if round >= rounds / 10 { samples.append((isOther, time)) }
        }
        guard uses >= 0 else { return 0 }
        let limit = samples.map { $0.time }.sorted()[samples.count * 9 / 10]
        let kept = samples.filter { $0.time <= limit }
        let one = Moments(kept.filter { !$0.isOther }.map { Double($0.time) })
        let other = Moments(kept.filter { $0.isOther }.map { Double($0.time) })
        let error = (one.variance / one.count + other.variance / other.count).squareRoot()
        return error > 0 ? (one.mean - other.mean) / error : 0
    }
}

/// Mean and variance of some measurements.
private struct Moments {
    let count: Double
    let mean: Double
    let variance: Double

    init(_ values: [Double]) {
        count = Double(max(2, values.count))
        let mean = values.reduce(0, +) / count
        self.mean = mean
        variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    }
}
