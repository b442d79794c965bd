import Net
import Testing

@testable import Gossip

/// One row for each event, with what it does to the total: what was kept must never be out of date.
@Suite("Scores: events")
struct ScoresTests {
    private static let topic = TopicSlot(index: 0)

    private enum Event: String, CaseIterable {
        case graft, prune, invalid, penalty, drop, application, accepted, neighbour, heartbeat, parameters,
            forgotten, renewed
    }

    private func make() -> (scores: Scores, peers: PeerTable, first: PeerSlot, second: PeerSlot) {
        var configuration = GossipConfiguration()
        configuration.scoring?.colocationThreshold = 1
        configuration.scoring?.slowThreshold = 0
        configuration.scoring?.behaviourThreshold = 0
        var topic = TopicScoreParameters.openNetwork
        topic.meshDeliveriesActivation = .zero
        topic.meshDeliveriesShare = 1
        var peers = PeerTable(configuration, localPeer: TestPeer(0).id)
        var scores = Scores(configuration, now: .origin)
        scores.setParameters(topic, of: Self.topic)
        var slots: [PeerSlot] = []
        for number in 1...2 {
            let slot = peers.insert(TestPeer(number).id, .meshsub12, .inbound)
            scores.add(slot, TestPeer(number).id, address: [44, 0, 0, UInt8(number)], isDirect: false)
            slots.append(slot)
        }
        // The first is in the mesh and has missed something.
        scores.graft(slots[0], Self.topic, now: .origin)
        scores.receiveHeartbeat(now: .origin + .seconds(5))
        return (scores, peers, slots[0], slots[1])
    }

    @Test("The total that is kept is the sum of the parts, after every event", arguments: Event.allCases)
    private func cached(event: Event) {
        var (scores, peers, first, second) = make()
        let before = [scores.total(of: first), scores.total(of: second)]
        #expect(before[0] < 0)
        switch event {
        case .graft: scores.graft(second, Self.topic, now: .origin)
        case .prune: scores.prune(first, Self.topic)
        case .invalid: scores.addInvalid(first, Self.topic)
        case .penalty: scores.addPenalty(1, first)
        case .drop: scores.addDrop(first)
        case .application: scores.setApplicationScore(5, of: first)
        case .accepted:
            let message = GossipMessage(
                id: MessageID(bytes: [1]),
                from: TestPeer(9).id,
                data: [],
                sequenceNumber: [],
                topic: "room",
                receivedFrom: TestPeer(1).id
            )
            let encoded = EncodedMessage(id: message.id, topic: TopicName("room"), field: [])
            let valid = ValidMessage(message: message, encoded: encoded, senders: [TestPeer(1).id])
            scores.receiveAccepted(valid, Self.topic, members: SlotSet([first]), peers: peers, now: .origin)
        case .neighbour:
            let slot = peers.insert(TestPeer(3).id, .meshsub12, .inbound)
            scores.add(slot, TestPeer(3).id, address: [44, 0, 0, 1], isDirect: false)
        case .heartbeat: scores.receiveHeartbeat(now: .origin + .seconds(9))
        case .parameters: scores.setParameters(TopicScoreParameters(), of: Self.topic)
        case .forgotten: scores.forget(Self.topic)
        case .renewed: scores.renew(first, now: .origin)
        }
        for slot in [first, second] {
            #expect(scores.total(of: slot) == scores.components(of: slot).total, "\(slot.index)")
        }
        switch event {
        case .graft: #expect(scores.total(of: first) == before[0])
        default: #expect(scores.total(of: first) != before[0])
        }
    }

    @Test(
        "A peer goes and comes back: what is bad is kept, what is good is not, and its slot is clean for another"
    )
    func retained() {
        var (scores, peers, first, second) = make()
        scores.addPenalty(2, first)
        scores.setApplicationScore(0, of: second)
        scores.remove(first, TestPeer(1).id, now: .origin)
        scores.remove(second, TestPeer(2).id, now: .origin)
        #expect(scores.retainedCount == 1)
        #expect(scores.total(of: first) == 0)
        peers.remove(first)
        let slot = peers.insert(TestPeer(5).id, .meshsub12, .inbound)
        #expect(slot == first)
        scores.add(slot, TestPeer(5).id, address: [], isDirect: false)
        #expect(scores.total(of: slot) == 0)
        scores.add(second, TestPeer(1).id, address: [], isDirect: false)
        #expect(scores.penalties(of: second) == 2)
        #expect(scores.retainedCount == 0)
    }

    @Test("Direct peers, and all peers without scoring, stay at zero")
    func unscored() {
        var configuration = GossipConfiguration()
        var scores = Scores(configuration, now: .origin)
        scores.add(PeerSlot(index: 0), TestPeer(1).id, address: [], isDirect: true)
        scores.addPenalty(10, PeerSlot(index: 0))
        #expect(scores.total(of: PeerSlot(index: 0)) == 0)
        configuration.scoring = nil
        var off = Scores(configuration, now: .origin)
        off.add(PeerSlot(index: 0), TestPeer(1).id, address: [], isDirect: false)
        off.setApplicationScore(-100, of: PeerSlot(index: 0))
        #expect(off.total(of: PeerSlot(index: 0)) == 0)
        #expect(off.isGraylisted(PeerSlot(index: 0)) == false)
    }

    @Test(
        "Each right ends at its threshold",
        arguments: [
            (5.0, 5), (4.9, 4), (-10.0, 4), (-10.1, 3), (-50.0, 3), (-50.1, 2), (-80.0, 2), (-80.1, 1),
        ]
    )
    func thresholds(score: Double, rights: Int) {
        var scores = Scores(GossipConfiguration(), now: .origin)
        let slot = PeerSlot(index: 0)
        scores.add(slot, TestPeer(1).id, address: [], isDirect: false)
        scores.setApplicationScore(score, of: slot)
        #expect(scores.allowsExchange(slot) == (rights >= 5))
        #expect(scores.allowsGossip(slot) == (rights >= 4))
        #expect(scores.allowsPublishing(slot) == (rights >= 3))
        #expect(scores.isGraylisted(slot) == (rights < 2))
    }

    @Test("What is missing is excused once a minute, and what was held against the peer before stays")
    func excused() {
        var (scores, _, first, _) = make()
        scores.addInvalid(first, Self.topic)
        scores.renew(first, now: .origin + .seconds(5))
        #expect(scores.components(of: first).meshDeliveries == 0)
        #expect(scores.components(of: first).invalid == -10)
        for second in 6...20 as ClosedRange<Int64> {
            scores.receiveHeartbeat(now: .origin + .seconds(second))
        }
        scores.renew(first, now: .origin + .seconds(64))
        #expect(scores.components(of: first).meshDeliveries < 0)
        scores.renew(first, now: .origin + .seconds(65))
        #expect(scores.components(of: first).meshDeliveries == 0)
    }
}
