import Testing

@testable import Net

@Suite("The wait between two dials")
struct BackoffTests {
    private func waits(_ count: Int, initial: Interval, maximum: Interval, seed: UInt64 = 1) -> [Interval] {
        var backoff = Backoff(initial: initial, maximum: maximum)
        var random = SimulationRandom(seed: seed)
        return (0..<count).map { _ in backoff.next(using: &random) }
    }

    @Test("It doubles with each failure up to its bound, with jitter over the upper half")
    func growth() {
        for seed in 0..<50 as Range<UInt64> {
            let waits = waits(8, initial: .milliseconds(500), maximum: .seconds(30), seed: seed)
            let bounds: [Int64] = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]
            for (wait, bound) in zip(waits, bounds) {
                #expect((.milliseconds(bound) / 2) ... .milliseconds(bound) ~= wait)
            }
        }
        #expect(
            waits(3, initial: .seconds(1), maximum: .seconds(9), seed: 1)
                != waits(3, initial: .seconds(1), maximum: .seconds(9), seed: 2)
        )
    }

    @Test("A success begins anew")
    func reset() {
        var backoff = Backoff(initial: .seconds(1), maximum: .seconds(60))
        var random = SimulationRandom(seed: 3)
        for _ in 0..<10 { _ = backoff.next(using: &random) }
        backoff.reset()
        #expect(backoff.next(using: &random) <= .seconds(1))
    }

    @Test("No number of failures and no bound overflows")
    func extremes() {
        let longest = Interval(nanoseconds: .max)
        #expect(waits(200, initial: longest, maximum: longest).allSatisfy { $0 >= .zero })
        #expect(waits(200, initial: .zero, maximum: .zero).allSatisfy { $0 <= Interval(nanoseconds: 1) })
        #expect(waits(200, initial: .seconds(9), maximum: .seconds(1)).allSatisfy { $0 <= .seconds(1) })
    }
}
