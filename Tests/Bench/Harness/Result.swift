/// What one benchmark found, or why it found nothing.
struct BenchmarkResult: Encodable {
    /// How a result stands to its gate and its aim.
    enum Verdict: String, Encodable {
        /// The aim is reached, and so is the gate.
        case aim
        /// The gate is reached, the aim is not.
        case gate
        /// The gate is not reached.
        case below
        /// Measured for information: it has no gate.
        case none
        /// The denominator varied too much to say anything.
        case void
        /// Could not be measured; `reason` says why.
        case unmeasured
    }

    /// The name, such as `P1`. Several results may share it; `what` tells them apart.
    let id: String
    /// What was measured, in a few words.
    let what: String
    let verdict: Verdict
    /// False below the gate, when void and when unmeasured.
    let pass: Bool
    /// The ratio, or the number, that the gate is for.
    var value: Statistics?
    /// `ratio`, or what the value counts.
    var unit: String?
    /// What the value should reach, and what it is hoped to reach; from above if `isLowerBetter`.
    var gate: Double?
    var aim: Double?
    var isLowerBetter: Bool?
    /// Where the value is their ratio.
    var numerator: Statistics?
    var denominator: Statistics?
    /// Processor time for each gigabyte, of both ends together, where bytes are moved.
    var processorSecondsPerGigabyte: Double?
    /// Further numbers that belong to it.
    var details: [String: Double]?
    /// Why there is no value.
    var reason: String?

    private enum CodingKeys: String, CodingKey {
        case id, what, verdict, pass, value, unit, gate, aim, numerator, denominator, details, reason
        case isLowerBetter = "lower_is_better"
        case processorSecondsPerGigabyte = "cpu_s_per_gb"
    }

    /// A value by itself.
    init(
        _ id: String,
        _ what: String,
        samples: [Double],
        unit: String,
        gate: Double? = nil,
        aim: Double? = nil,
        isLowerBetter: Bool = false,
        details: [String: Double]? = nil
    ) {
        let value = Statistics(samples)
        self.id = id
        self.what = what
        self.value = value
        self.unit = unit
        self.gate = gate
        self.aim = aim
        self.isLowerBetter = isLowerBetter
        self.details = details
        verdict = Self.verdict(on: value, gate, aim, isLowerBetter: isLowerBetter)
        pass = verdict != .below
    }

    /// A ratio of pairs that were measured in turn.
    init(
        _ id: String,
        _ what: String,
        pairs: [Pair],
        gate: Double? = nil,
        aim: Double? = nil,
        isLowerBetter: Bool = false,
        processorSecondsPerGigabyte: Double? = nil,
        details: [String: Double]? = nil
    ) {
        let value = Statistics(pairs.map { $0.numerator / $0.denominator })
        let isVoid = Pair.areVoid(pairs)
        self.id = id
        self.what = what
        self.value = value
        unit = "ratio"
        self.gate = gate
        self.aim = aim
        self.isLowerBetter = isLowerBetter
        numerator = Statistics(pairs.map(\.numerator))
        denominator = Statistics(pairs.map(\.denominator))
        self.processorSecondsPerGigabyte = processorSecondsPerGigabyte
        self.details = details
        verdict = isVoid ? .void : Self.verdict(on: value, gate, aim, isLowerBetter: isLowerBetter)
        pass = !isVoid && verdict != .below
    }

    /// Nothing: the benchmark could not be run.
    init(_ id: String, unmeasured reason: String) {
        self.id = id
        what = "not measured"
        verdict = .unmeasured
        pass = false
        self.reason = reason
    }

    private static func verdict(
        on value: Statistics,
        _ gate: Double?,
        _ aim: Double?,
        isLowerBetter: Bool
    ) -> Verdict {
        func reaches(_ bound: Double?) -> Bool {
            guard let bound else { return true }
            return isLowerBetter ? value.median <= bound : value.median >= bound
        }
        guard gate != nil || aim != nil else { return .none }
        return reaches(gate) ? reaches(aim) ? .aim : .gate : .below
    }
}
