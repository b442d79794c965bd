import Net
import Testing

@testable import Gossip

/// Whom a message goes to: one row for each kind of topic and audience.
@Suite("Publisher: states and events")
struct PublisherTests {
    private static let topic = TopicSlot(index: 0)

    private func details(_ change: (inout TopicConfiguration) -> Void = { _ in }) -> GossipTopic {
        var configuration = TopicConfiguration()
        change(&configuration)
        return GossipTopic(name: TopicName("room"), text: "room", configuration: configuration)
    }

    private func make(_ configuration: GossipConfiguration) -> Publisher {
        Publisher(MessageAuthenticator(TestPeer(0).keyPair), configuration, sequenceNumber: 7)
    }

    private enum Mesh: String, CaseIterable {
        case notJoined, empty, formed
    }

    @Test("The recipients", arguments: [true, false], Mesh.allCases)
    private func recipients(floods: Bool, mesh: Mesh) {
        var register = Register {
            $0.gossip.floodsOwnMessages = floods
            $0.directPeers = [TestPeer(1).id]
        }
        var subscribers = register.add(count: 10)
        subscribers.insert(register.add(11, version: .floodsub))
        subscribers.insert(register.add(12, score: -51))
        var publisher = make(register.configuration)
        let audience = Audience(subscribers, register.peers, &register.scores)
        #expect(audience.peers.count == 11)
        #expect(audience.meshless.elements.map(\.index) == [0, 10])
        let members: SlotSet<PeerID>? =
            switch mesh {
            case .notJoined: nil
            case .empty: SlotSet()
            case .formed: SlotSet([PeerSlot(index: 4), PeerSlot(index: 5)])
            }
        let chosen = publisher.recipients(
            of: Self.topic,
            audience,
            mesh: members,
            now: .origin,
            using: &register.random
        )
        switch (floods, mesh) {
        case (true, _): #expect(chosen == audience.peers)
        case (false, .notJoined):
            #expect(chosen.count == 2 + 6, "direct, floodsub, and D peers of the fanout")
        case (false, .empty): #expect(chosen.map(\.index) == [0, 10])
        case (false, .formed): #expect(chosen.map(\.index) == [0, 4, 5, 10])
        }
        #expect((publisher.fanout(of: Self.topic) != nil) == (!floods && mesh == .notJoined))
    }

    @Test("A mesh that has not formed yet swallows no message")
    func unformed() {
        var register = Register { $0.gossip.floodsOwnMessages = false }
        let audience = Audience(register.add(count: 10), register.peers, &register.scores)
        var publisher = make(register.configuration)
        let chosen = publisher.recipients(
            of: Self.topic,
            audience,
            mesh: SlotSet(),
            now: .origin,
            using: &register.random
        )
        #expect(chosen.count == 6)
    }

    @Test("A fanout: kept while it is used, filled up when peers leave it, over after a minute")
    func fanout() throws {
        var register = Register { $0.gossip.floodsOwnMessages = false }
        let subscribers = register.add(count: 10)
        var publisher = make(register.configuration)
        func publish(at seconds: Int64) -> [PeerSlot] {
            let audience = Audience(subscribers, register.peers, &register.scores)
            return publisher.recipients(
                of: Self.topic,
                audience,
                mesh: nil,
                now: .origin + .seconds(seconds),
                using: &register.random
            )
        }
        let first = publish(at: 0)
        #expect(first.count == 6)
        #expect(publish(at: 1) == first)
        register.scores.setApplicationScore(-51, of: first[0])
        publisher.removeFromFanout(first[1], Self.topic)
        let second = publish(at: 2)
        #expect(second.count == 6)
        #expect(!second.contains(first[0]), "it has lost its standing")
        let topics = [Self.topic, TopicSlot(index: 1)]
        #expect(publisher.takeUnusedFanouts(among: topics, now: .origin + .seconds(62)) == [])
        #expect(
            publisher.takeUnusedFanouts(among: topics, now: .origin + .milliseconds(62_001)) == [Self.topic]
        )
        #expect(publisher.fanout(of: Self.topic) == nil)
        #expect(publisher.takeUnusedFanouts(among: topics, now: .origin + .seconds(90)) == [])
    }

    @Test("A message is numbered when it is taken, and kept for the first peer only as far as there is room")
    func numbers() throws {
        var configuration = GossipConfiguration()
        configuration.limits.maximumHeldMessages = 1
        var publisher = make(configuration)
        let message = try publisher.message([1], in: details())
        #expect(message.id.bytes.suffix(8) == [0, 0, 0, 0, 0, 0, 0, 8])
        #expect(try publisher.message([1], in: details()).id == message.id, "none was taken")
        try publisher.take(message, isKept: true)
        let next = try publisher.message([2], in: details())
        #expect(next.id.bytes.last == 9)
        #expect(throws: PublishError.nobodyThere) { try publisher.take(next, isKept: true) }
        #expect(try publisher.message([3], in: details()).id == next.id)
        try publisher.take(next, isKept: false)
        #expect(publisher.published == 2)
        #expect(publisher.takeHeld(TopicName("other")).isEmpty)
        #expect(publisher.takeHeld(TopicName("room")).map(\.id) == [message.id])
        #expect(publisher.heldCount == 0)
    }

    @Test("What is too long is refused at the limit, in both kinds of topic")
    func length() throws {
        var configuration = GossipConfiguration()
        configuration.limits.maximumPublishBytes = 4
        let publisher = make(configuration)
        for signing in [SigningPolicy.strictSign, .strictNoSign] {
            let topic = details { $0.signing = signing }
            _ = try publisher.message([1, 2, 3, 4], in: topic)
            #expect(throws: PublishError.tooLong(maximumBytes: 4)) {
                try publisher.message([1, 2, 3, 4, 5], in: topic)
            }
        }
    }
}
