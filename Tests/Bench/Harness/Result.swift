/// What one benchmark found.
struct BenchmarkResult: Encodable {
    /// The name, such as `P1`.
    let name: String
    /// What was measured, in a few words.
    let title: String
    /// The ratio or the number that the gate is for.
    let value: Statistics
    let unit: String
    /// What the value should at least (or, if `isLowerBetter`, at most) be, and what it is hoped to be.
    let gate: Double?
    let aim: Double?
    let isLowerBetter: Bool
    /// Numerator and denominator, where the value is their ratio.
    let numerator: Statistics?
    let denominator: Statistics?
    /// Whether the denominator varied too much to say anything.
    let isVoid: Bool
    /// Further numbers that belong to it.
    let details: [String: Double]

    /// A value by itself.
    init(
        _ name: String,
        _ title: String,
        samples: [Double],
        unit: String,
        gate: Double? = nil,
        aim: Double? = nil,
        isLowerBetter: Bool = false,
        details: [String: Double] = [:]
    ) {
        self.name = name
        self.title = title
        value = Statistics(samples)
        self.unit = unit
        self.gate = gate
        self.aim = aim
        self.isLowerBetter = isLowerBetter
        numerator = nil
        denominator = nil
        isVoid = false
        self.details = details
    }

    /// A ratio of pairs that were measured in turn.
    init(
        _ name: String,
        _ title: String,
        pairs: [Pair],
        gate: Double? = nil,
        aim: Double? = nil,
        isLowerBetter: Bool = false,
        details: [String: Double] = [:]
    ) {
        self.name = name
        self.title = title
        value = Statistics(pairs.map { $0.numerator / $0.denominator })
        unit = "ratio"
        self.gate = gate
        self.aim = aim
        self.isLowerBetter = isLowerBetter
        numerator = Statistics(pairs.map(\.numerator))
        let denominator = Statistics(pairs.map(\.denominator))
        self.denominator = denominator
        isVoid = denominator.spread > Pair.largestSpread
        self.details = details
    }

    /// `void`, `below`, `gate` or `aim`.
    var verdict: String {
        if isVoid { return "void" }
        func reaches(_ bound: Double?) -> Bool {
            guard let bound else { return true }
            return isLowerBetter ? value.median <= bound : value.median >= bound
        }
        guard gate != nil || aim != nil else { return "-" }
        return reaches(gate) ? reaches(aim) ? "aim" : "gate" : "below"
    }
}

/// One measurement of the two things whose ratio is wanted, made right after one another.
struct Pair {
    /// A run is void when its denominator spreads by more than this share of its median.
    static let largestSpread = 0.25

    let numerator: Double
    let denominator: Double

    /// Measures A, B, A, B ... after one warm-up of each.
    static func alternate(
        _ numerator: () throws -> Double,
        over denominator: () throws -> Double,
        count: Int = 5
    ) rethrows -> [Pair] {
        _ = try numerator()
        _ = try denominator()
        return try (0..<count).map { _ in
            Pair(numerator: try numerator(), denominator: try denominator())
        }
    }
}
