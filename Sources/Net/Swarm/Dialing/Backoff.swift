/// The delay before the next attempt: doubles with each failure, up to a bound, with jitter, so that peers
/// that lost the same neighbour do not all come back at once.
struct Backoff: Equatable {
    /// The first wait, the longest wait.
    let initial: Interval
    let maximum: Interval
    private(set) var failures = 0

    init(initial: Interval, maximum: Interval) {
        self.initial = initial
        self.maximum = maximum
    }

    /// The wait before the next attempt: between half and all of the present bound.
    mutating func next(using random: inout some RandomNumberGenerator) -> Interval {
        var bound = initial
        var doublings = failures
        while doublings > 0, bound < maximum {
            bound = bound * 2
            doublings -= 1
        }
        failures += 1
        let ceiling = max(1, min(bound, maximum).nanoseconds)
        return Interval(nanoseconds: Int64.random(in: (ceiling / 2)...ceiling, using: &random))
    }

    /// Forgets the failures: an attempt succeeded and lasted.
    mutating func reset() {
        failures = 0
    }
}
