import Gossip
import Net
import PubSub
import Testing

@testable import ChatCore
@testable import ChatTerminal

@Suite("The inspector")
struct InspectorTests {
    private func page(_ page: String, width: Int = 130) -> TerminalFixture {
        var fixture = TerminalFixture(width: width, height: 60)
        fixture.say("first words of it", by: TerminalFixture.bob, nick: "bob", id: 7)
        fixture.enter("/inspect \(page)")
        return fixture
    }

    @Test("Every counter of the router has its word, on the page and in /help gossip")
    func counters() {
        let peer = PubSub(
            identity: KeyPair(seed: [UInt8](repeating: 1, count: 32)),
            configuration: PubSubConfiguration(swarm: SwarmConfiguration(agentVersion: "test/1")),
            seed: [UInt8](repeating: 1, count: PubSub.seedBytes),
            firstSequenceNumber: 1,
            now: Instant(nanoseconds: 0)
        )
        let names = peer.snapshot().figures.map(\.name)
        #expect(names.count > 20)
        #expect(GossipGlossary.counters.map(\.name) == names)
        for counter in GossipGlossary.counters { #expect(counter.meaning.count > 10, "\(counter.name)") }
    }

    @Test("The messages page shows the first words of a text that is known")
    func messages() {
        var fixture = page("messages", width: 260)
        let trace = Inspection.Trace(
            id: [7],
            topic: "hearsay/1/lobby",
            receivedFrom: TerminalFixture.bob,
            duplicateCount: 2,
            latency: .milliseconds(5),
            announcementCount: 3,
            wasAskedFor: true,
            serveCount: 4
        )
        fixture.event(.inspection(Inspection(traces: [trace])))
        #expect(fixture.text.contains("bob: first words of it"))
        #expect(fixture.text.contains("2 duplicates · 5 ms on its way"))
        #expect(
            fixture.text.contains("offered 3 times by IHAVE") && fixture.text.contains("asked for by IWANT")
        )
    }

    @Test("The mesh says between which numbers it is kept")
    func bounds() {
        var fixture = page("mesh")
        let topic = Inspection.Topic(
            name: "hearsay/1/lobby",
            isJoined: true,
            mesh: [],
            peers: [],
            fanout: [],
            backoffs: [],
            meshBounds: 5...12
        )
        fixture.event(.inspection(Inspection(topics: [topic])))
        #expect(fixture.text.contains("Mesh (0, kept at 5 to 12)"))
    }

    @Test("At 80 columns one sees what one types, and what is said, below the inspector")
    func typing() {
        var fixture = TerminalFixture(width: 80, height: 24)
        fixture.press("F2")
        fixture.event(.inspection(Inspection()))
        fixture.say("said meanwhile", id: 3)
        fixture.type("half a line")
        #expect(fixture.text.contains("said meanwhile") && fixture.text.contains("half a line"))
        #expect(fixture.text.contains("mesh  peers"))
    }
}
