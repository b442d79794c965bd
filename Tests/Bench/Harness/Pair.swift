/// One measurement of the two things whose ratio is wanted, made right after one another.
struct Pair {
    /// A run is void when its denominator spreads by more than this share of its median.
    static let largestSpread = 0.25
    /// How often a void run is made again before it is reported as it is.
    private static let attempts = 3

    let numerator: Double
    let denominator: Double

    /// Measures A, B, A, B ... after one warm-up of each; again from the start when the run is void.
    static func alternate(
        _ numerator: () throws -> Double,
        over denominator: () throws -> Double,
        count: Int = 5
    ) rethrows -> [Pair] {
        var pairs: [Pair] = []
        for _ in 0..<attempts {
            _ = try numerator()
            _ = try denominator()
            pairs = try (0..<count).map { _ in
                Pair(numerator: try numerator(), denominator: try denominator())
            }
            if !areVoid(pairs) { break }
        }
        return pairs
    }

    /// Whether the machine was too restless during the run for it to say anything.
    static func areVoid(_ pairs: [Pair]) -> Bool {
        Statistics(pairs.map(\.denominator)).spread > largestSpread
    }
}
