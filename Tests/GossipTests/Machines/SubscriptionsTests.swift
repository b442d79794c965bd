import Net
import Testing

@testable import Gossip

/// One test for each event, with the states in which it makes a difference.
@Suite("Subscriptions: states and events")
struct SubscriptionsTests {
    private let peer = PeerSlot(index: 0)
    private let other = PeerSlot(index: 1)

    private func make(_ configure: (inout GossipConfiguration) -> Void = { _ in }) -> Subscriptions {
        var configuration = GossipConfiguration()
        configure(&configuration)
        return Subscriptions(configuration)
    }

    private func change(_ topic: String, isSubscribe: Bool = true) -> SubscriptionChange {
        SubscriptionChange(isSubscribe: isSubscribe, topic: Array(topic.utf8)[...])
    }

    /// What a change has returned; a macro would evaluate the change on a copy.
    private func unwrap(_ topic: TopicSlot?) throws -> TopicSlot { try #require(topic) }

    private func names(_ subscriptions: Subscriptions, _ peer: PeerSlot) -> [String] {
        subscriptions.topics(of: peer).map { subscriptions[$0].text }.sorted()
    }

    @Test("A peer subscribes: news once, unless the name is no topic or the filter is against it")
    func subscribe() throws {
        var subscriptions = make { $0.subscriptionFilter = .prefixes(["good"]) }
        let topic = try unwrap(subscriptions.receive(change("good"), from: peer))
        #expect(subscriptions[topic].subscribers.elements == [peer])
        #expect(subscriptions.receive(change("good"), from: peer) == nil)
        #expect(subscriptions.receive(change("bad"), from: peer) == nil)
        #expect(subscriptions.receive(change(""), from: peer) == nil)
        #expect(subscriptions.receive(change(String(repeating: "good", count: 257)), from: peer) == nil)
        let ours = try unwrap(subscriptions.ownSlot("bad"))
        subscriptions.join(ours)
        #expect(subscriptions.receive(change("bad"), from: peer) == ours, "a topic of ours passes any filter")
    }

    @Test("A peer unsubscribes: news once, and of no topic that is not known")
    func unsubscribe() throws {
        var subscriptions = make()
        #expect(subscriptions.receive(change("room", isSubscribe: false), from: peer) == nil)
        let topic = try unwrap(subscriptions.receive(change("room"), from: peer))
        #expect(subscriptions.receive(change("room", isSubscribe: false), from: other) == nil)
        #expect(subscriptions.receive(change("room", isSubscribe: false), from: peer) == topic)
        #expect(subscriptions.isUnused(topic))
        subscriptions.forget(topic)
        #expect(subscriptions.slots.isEmpty)
        #expect(subscriptions.foreignTopicCount == 0)
    }

    @Test("A peer goes: it has left each of its topics, and counts nowhere any more")
    func gone() throws {
        var subscriptions = make { $0.limits.maximumTopicsPerPeer = 2 }
        let topics = ["a", "b"].compactMap { subscriptions.receive(change($0), from: peer) }
        #expect(subscriptions.receive(change("c"), from: peer) == nil)
        #expect(subscriptions.forget(peer) == topics)
        #expect(topics.allSatisfy { subscriptions.isUnused($0) })
        #expect(subscriptions.receive(change("c"), from: peer) != nil, "the slot is another's now")
    }

    @Test(
        "A topic that becomes ours, by any use, counts against nobody; one that no longer is counts again",
        arguments: [TopicUses.joined, .configured, .publishedTo]
    )
    private func ownership(use: TopicUses) throws {
        var subscriptions = make { $0.limits.maximumTopicsPerPeer = 1 }
        let topic = try unwrap(subscriptions.receive(change("room"), from: peer))
        #expect(subscriptions.foreignTopicCount == 1)
        #expect(subscriptions.receive(change("more"), from: peer) == nil)
        switch use {
        case .joined: subscriptions.join(topic)
        case .configured: subscriptions.configure(topic, TopicConfiguration())
        default: subscriptions.setPublishedTo(topic, true)
        }
        #expect(subscriptions.foreignTopicCount == 0)
        let more = try unwrap(subscriptions.receive(change("more"), from: peer))
        #expect(subscriptions.foreignTopicCount == 1)
        #expect(subscriptions.receive(change("more", isSubscribe: false), from: peer) == more)
        subscriptions.forget(more)
        switch use {
        case .joined: subscriptions.leave(topic)
        case .publishedTo: subscriptions.setPublishedTo(topic, false)
        default: return
        }
        #expect(subscriptions.foreignTopicCount == 1)
        #expect(subscriptions.receive(change("more"), from: peer) == nil)
        #expect(subscriptions.joined.isEmpty)
    }

    @Test(
        "After its stream was renewed a peer that names some topics has left the others, three seconds later"
    )
    func renewedHello() {
        var subscriptions = make()
        for name in ["a", "b", "c"] { _ = subscriptions.receive(change(name), from: peer) }
        subscriptions.renewInbound(peer)
        #expect(subscriptions.takeUnconfirmed(now: .origin + .seconds(60)).isEmpty, "it has said nothing yet")
        subscriptions.receiveHello([change("b")], from: peer, now: .origin + .seconds(100))
        subscriptions.receiveHello([change("c")], from: peer, now: .origin + .seconds(101))
        #expect(subscriptions.takeUnconfirmed(now: .origin + .milliseconds(102_999)).isEmpty)
        #expect(subscriptions.takeUnconfirmed(now: .origin + .seconds(103)).map(\.peer) == [peer])
        #expect(names(subscriptions, peer) == ["b", "c"])
        #expect(subscriptions.takeUnconfirmed(now: .origin + .seconds(110)).isEmpty)
    }

    @Test("A peer that sends no hello on a new stream keeps its topics, whatever it joins later")
    func renewedWithoutHello() {
        var subscriptions = make()
        _ = subscriptions.receive(change("a"), from: peer)
        subscriptions.renewInbound(peer)
        subscriptions.receiveHello([], from: peer, now: .origin)
        subscriptions.receiveHello([change("new")], from: peer, now: .origin + .seconds(1))
        #expect(subscriptions.takeUnconfirmed(now: .origin + .seconds(60)).isEmpty)
        #expect(names(subscriptions, peer) == ["a"])
        // Naming an old one again is a hello, be it late.
        _ = subscriptions.receive(change("b"), from: peer)
        subscriptions.renewInbound(peer)
        subscriptions.receiveHello([], from: peer, now: .origin + .seconds(60))
        subscriptions.receiveHello([change("a")], from: peer, now: .origin + .seconds(61))
        #expect(subscriptions.takeUnconfirmed(now: .origin + .seconds(64)).count == 1)
        #expect(names(subscriptions, peer) == ["a"])
    }

    @Test("A hello that names only new topics is one too, when it comes first")
    func renewedElsewhere() {
        var subscriptions = make()
        _ = subscriptions.receive(change("old"), from: peer)
        subscriptions.renewInbound(peer)
        subscriptions.receiveHello([change("new")], from: peer, now: .origin)
        _ = subscriptions.receive(change("new"), from: peer)
        #expect(subscriptions.takeUnconfirmed(now: .origin + .seconds(3)).count == 1)
        #expect(names(subscriptions, peer) == ["new"])
    }
}
