import HearsayCollections
import Testing

@testable import Net

@Suite("Ordering")
struct OrderedTests {
    @Test("Every length comes out as the standard library sorts it", arguments: 0..<70)
    func lengths(count: Int) {
        var random = SimulationRandom(seed: UInt64(count))
        for bound in [2, 10, 1_000_000] {
            let elements = (0..<count).map { _ in Int.random(in: 0..<bound, using: &random) }
            #expect(elements.ordered() == elements.sorted())
            #expect(elements.ordered(by: >) == elements.sorted(by: >))
            #expect(elements.sorted().ordered() == elements.sorted())
            #expect(elements.sorted(by: >).ordered() == elements.sorted())
        }
    }
}
