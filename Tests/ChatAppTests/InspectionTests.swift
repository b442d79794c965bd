import Gossip
import Testing

@testable import ChatCore

@Suite("Inspection")
struct InspectionTests {
    @Test("Every counter of the router is shown, under a name of its own")
    func counters() {
        var snapshot = GossipSnapshot()
        snapshot.counters.ignored = 12
        snapshot.counters.uncheckable = 7
        let figures = snapshot.figures
        #expect(figures.first { $0.name == "not checkable here" }?.value == 7)
        #expect(figures.first { $0.name == "ignored" }?.value == 12)
        #expect(Set(figures.map(\.name)).count == figures.count)
        // Beside the counters: heartbeats, both caches, and what is kept for late peers.
        #expect(figures.count == Mirror(reflecting: snapshot.counters).children.count + 4)
    }
}
