import Net

@testable import Gossip

/// A register of peers and topics for the tests of single machines.
struct Register {
    let configuration: GossipConfiguration
    var peers: PeerTable
    var scores: Scores
    var random = SeededRandom(seed: 5)
    /// The first topic that a router knows.
    let topic = TopicSlot(index: 0)

    init(_ configure: (inout GossipConfiguration) -> Void = { _ in }) {
        var configuration = GossipConfiguration()
        configure(&configuration)
        self.configuration = configuration
        peers = PeerTable(configuration, localPeer: TestPeer(0).id)
        scores = Scores(configuration, now: .origin)
        scores.setParameters(configuration.topicDefaults.scoring, of: topic)
    }

    /// Adds a peer, whose score is what the application gives it.
    @discardableResult
    mutating func add(
        _ number: Int,
        version: GossipProtocol = .meshsub12,
        _ direction: Direction = .inbound,
        score: Double = 0
    ) -> PeerSlot {
        let slot = peers.insert(TestPeer(number).id, version, direction)
        scores.add(slot, TestPeer(number).id, address: [], isDirect: peers[slot].isDirect)
        scores.setApplicationScore(score, of: slot)
        return slot
    }

    /// Adds peers from 1 on.
    mutating func add(count: Int) -> SlotSet<PeerID> {
        var slots = SlotSet<PeerID>()
        for number in 1...count { slots.insert(add(number)) }
        return slots
    }
}
