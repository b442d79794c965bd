import Net
import Testing

@testable import Gossip

/// What waits for a peer: one row for each kind of part and state of the peer.
@Suite("Outbound: states and events")
struct OutboundTests {
    private enum Given: String, CaseIterable {
        case reading, congested, full
    }

    private enum Part: String, CaseIterable {
        case plain, control, gossip, message
    }

    private let peer = PeerSlot(index: 0)
    private let message = EncodedMessage(
        id: MessageID(bytes: [1]),
        topic: TopicName("room"),
        field: [2, 1, 0]
    )

    private func part(_ kind: Part) -> OutboundPart {
        switch kind {
        case .plain: .plain(RPCEncoder.subscription(TopicName("new"), isSubscribe: true))
        case .control: .control(RPCEncoder.graft(TopicName("room")))
        case .gossip: .gossip(RPCEncoder.dontWant(MessageID(bytes: [9])))
        case .message: .message(message)
        }
    }

    /// An outbound with one peer in that state, which was told its hello.
    private func make(_ given: Given) -> Outbound {
        var configuration = GossipConfiguration()
        configuration.limits.maximumQueuedControlEntries = 2
        configuration.limits.maximumQueuedMessages = 2
        var outbound = Outbound(configuration)
        outbound.add(peer, TestPeer(1).id, Hello(subscriptions: [], extensions: nil, grafts: []))
        guard given != .reading else { return outbound }
        outbound.setCongested(peer, true)
        guard given == .full else { return outbound }
        for kind in Part.allCases {
            for _ in 0..<2 { _ = outbound.send(part(kind), to: peer) }
        }
        return outbound
    }

    private func poll(_ outbound: inout Outbound) -> Int {
        var count = 0
        while outbound.poll() != nil { count += 1 }
        return count
    }

    @Test("A part is sent", arguments: Given.allCases, Part.allCases)
    private func send(given: Given, kind: Part) {
        var outbound = make(given)
        let result = outbound.send(part(kind), to: peer)
        let expected: Enqueued =
            switch (given, kind) {
            case (.reading, _), (.congested, _): .waiting
            case (.full, .plain), (.full, .control): .overfull
            case (.full, .gossip), (.full, .message): .dropped
            }
        #expect(result == expected)
        #expect(poll(&outbound) == (given == .reading ? 1 : 0))
        outbound.setCongested(peer, false)
        #expect((poll(&outbound) > 0) == (given != .reading))
        #expect(outbound.queuedMessageCount == 0)
    }

    @Test("A peer goes, and nothing that waited goes to whoever gets its slot", arguments: Given.allCases)
    private func remove(given: Given) {
        var outbound = make(given)
        _ = outbound.send(part(.message), to: peer)
        outbound.remove(peer)
        #expect(outbound.queuedMessageCount == 0)
        outbound.add(peer, TestPeer(2).id, Hello(subscriptions: [], extensions: nil, grafts: []))
        #expect(poll(&outbound) == 0)
        #expect(outbound.send(part(.message), to: peer) == .waiting)
        #expect(poll(&outbound) == 1)
    }

    @Test("What a peer declines is not sent, before it waits or while it does, until the heartbeat named")
    func declined() {
        var outbound = make(.congested)
        _ = outbound.send(part(.message), to: peer)
        #expect(outbound.decline([message.id], by: peer, heartbeat: 5) == 1)
        #expect(outbound.send(part(.message), to: peer) == .declined)
        outbound.setCongested(peer, false)
        #expect(poll(&outbound) == 0)
        #expect(outbound.counters.suppressed == 2)
        outbound.receiveHeartbeat(8)
        #expect(outbound.send(part(.message), to: peer) == .declined)
        outbound.receiveHeartbeat(9)
        #expect(outbound.send(part(.message), to: peer) == .waiting)
    }

    @Test("Outputs go before RPCs, and peers take turns")
    func turns() {
        var outbound = make(.reading)
        let second = PeerSlot(index: 1)
        outbound.add(second, TestPeer(2).id, Hello(subscriptions: [], extensions: nil, grafts: []))
        let long = EncodedMessage(
            id: MessageID(bytes: [1]),
            topic: TopicName("room"),
            field: [UInt8](repeating: 0, count: 60_000)
        )
        for slot in [peer, second] {
            for _ in 0..<2 { _ = outbound.send(.message(long), to: slot) }
        }
        outbound.emit(.reconnect(TestPeer(3).id))
        var order: [PeerID] = []
        while let output = outbound.poll() {
            switch output {
            case .send(let peer, _): order.append(peer)
            case .reconnect(let peer): order.append(peer)
            default: Issue.record("another output")
            }
        }
        #expect(order == [3, 1, 2, 1, 2].map { TestPeer($0).id })
    }
}
