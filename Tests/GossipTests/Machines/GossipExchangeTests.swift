import Net
import Testing

@testable import Gossip

/// One test for each event, in the states in which it makes a difference.
@Suite("GossipExchange: states and events")
struct GossipExchangeTests {
    private let peer = PeerSlot(index: 0)
    private let other = PeerSlot(index: 1)
    private let room = TopicName("room")

    private func make(_ configure: (inout GossipConfiguration) -> Void = { _ in }) -> GossipExchange {
        var configuration = GossipConfiguration()
        configure(&configuration)
        return GossipExchange(configuration)
    }

    private func id(_ number: Int) -> MessageID {
        MessageID(bytes: [UInt8(number >> 8), UInt8(number & 0xFF)])
    }

    private func message(_ number: Int, topic: String = "room") -> EncodedMessage {
        EncodedMessage(id: id(number), topic: TopicName(topic), field: [UInt8](repeating: 1, count: 10))
    }

    private func have(_ numbers: Range<Int>) -> [HaveEntry] {
        [HaveEntry(topic: Array("room".utf8)[...], messageIDs: numbers.map { id($0).bytes[...] })]
    }

    /// How many ids are asked for in answer to IHAVE.
    private func asked(
        _ exchange: inout GossipExchange,
        _ numbers: Range<Int>,
        from peer: PeerSlot,
        at seconds: Int64 = 0,
        seen: Set<MessageID> = []
    ) -> Int {
        var random = SeededRandom(seed: 1)
        let now = Instant.origin + .seconds(seconds)
        let identity = TestPeer(Int(peer.index) + 1).id
        let entries = exchange.receiveHave(have(numbers), peer, identity, now: now, using: &random) {
            seen.contains($0)
        }
        return entries.reduce(0) { $0 + SentRPC(RPCText.control([$1])).want.count }
    }

    @Test("IHAVE: what is new is asked for, each once, within the quotas of a heartbeat")
    func receiveHave() {
        var exchange = make {
            $0.limits.maximumHaveMessages = 3
            $0.limits.maximumHaveLength = 10
        }
        #expect(asked(&exchange, 0..<4, from: peer, seen: [id(0)]) == 3)
        #expect(asked(&exchange, 10..<30, from: peer) == 7, "ten ids")
        #expect(asked(&exchange, 30..<31, from: peer) == 0)
        #expect(asked(&exchange, 30..<31, from: other) == 1, "each peer has its own quota")
        for _ in 0..<2 { _ = asked(&exchange, 0..<1, from: other, seen: [id(0)]) }
        #expect(asked(&exchange, 31..<32, from: other) == 0, "three messages")
        _ = exchange.receiveHeartbeat(now: .origin)
        #expect(asked(&exchange, 31..<32, from: peer) == 1)
    }

    private enum Answer: String, CaseIterable {
        case none, bySame, byOther, inTime, underOtherID, renewed, gone
    }

    @Test("A promise, and what may become of it", arguments: Answer.allCases)
    private func promise(answer: Answer) {
        var exchange = make()
        #expect(asked(&exchange, 1..<2, from: peer) == 1)
        switch answer {
        case .none, .inTime: break
        case .bySame: exchange.receiveMessage(id(1), from: peer)
        case .byOther: exchange.receiveMessage(id(1), from: other)
        case .underOtherID: exchange.receiveMessage(id(77), from: peer)
        case .renewed: exchange.renew(peer)
        case .gone: exchange.remove(peer)
        }
        let end = Interval.seconds(3)
        #expect(exchange.receiveHeartbeat(now: .origin + end) == [], "not before three seconds have passed")
        if answer == .inTime { exchange.receiveCopy(id(1), from: other) }
        let broken = exchange.receiveHeartbeat(now: .origin + end + .milliseconds(1))
        #expect(broken == (answer == .none ? [peer] : []))
        #expect(exchange.receiveHeartbeat(now: .origin + end + end) == [], "a promise is broken once")
        #expect(exchange.counters.brokenPromises == (answer == .none ? 1 : 0))
    }

    @Test("One message excuses one broken promise, ten at most are saved up")
    func excuses() {
        var exchange = make { $0.limits.maximumHaveMessages = 100 }
        for number in 0..<15 { exchange.receiveMessage(id(1_000 + number), from: peer) }
        for number in 0..<12 { #expect(asked(&exchange, number..<number + 1, from: peer) == 1) }
        #expect(exchange.receiveHeartbeat(now: .origin + .seconds(4)) == [peer, peer])
    }

    @Test("IWANT: served from the cache, three times each, while it is kept")
    func receiveWant() {
        var exchange = make()
        #expect(exchange.receiveWant(id(1).bytes[...], from: peer) == nil)
        exchange.keep(message(1))
        for _ in 0..<3 { #expect(exchange.receiveWant(id(1).bytes[...], from: peer)?.id == id(1)) }
        #expect(exchange.receiveWant(id(1).bytes[...], from: peer) == nil)
        #expect(exchange.receiveWant(id(1).bytes[...], from: other)?.id == id(1))
        for _ in 0..<4 { exchange.endHeartbeat() }
        #expect(exchange.receiveWant(id(1).bytes[...], from: other) != nil)
        exchange.endHeartbeat()
        #expect(exchange.receiveWant(id(1).bytes[...], from: other) == nil)
        _ = exchange.receiveHeartbeat(now: .origin)
        exchange.keep(message(1))
        #expect(
            exchange.receiveWant(id(1).bytes[...], from: peer) != nil,
            "counted anew for a message that is new"
        )
    }

    @Test("IDONTWANT: ten ids of each, within the quota of a heartbeat")
    func receiveDontWant() {
        var exchange = make { $0.limits.maximumDontWantMessages = 2 }
        let ids = [(0..<20).map { id($0).bytes[...] }]
        #expect(exchange.receiveDontWant(ids, from: peer).count == 10)
        #expect(exchange.receiveDontWant(ids, from: peer).count == 10)
        #expect(exchange.receiveDontWant(ids, from: peer) == [])
        #expect(exchange.receiveDontWant(ids, from: other).count == 10)
        _ = exchange.receiveHeartbeat(now: .origin)
        #expect(exchange.receiveDontWant(ids, from: peer).count == 10)
    }

    private func caughtUp(_ exchange: inout GossipExchange) -> Int? {
        var random = SeededRandom(seed: 1)
        switch exchange.catchUp(peer, room, using: &random) {
        case .none: return 0
        case .now(let entries): return entries.count
        case .later: return nil
        }
    }

    @Test("A peer catches up: with nothing, at once, or at the next heartbeat")
    func catchUp() {
        var exchange = make { $0.limits.maximumHaveLength = 2 }
        #expect(caughtUp(&exchange) == 0)
        exchange.keep(message(1))
        #expect(caughtUp(&exchange) == 1)
        #expect(caughtUp(&exchange) == 1)
        #expect(caughtUp(&exchange) == nil)
        _ = exchange.receiveHeartbeat(now: .origin)
        #expect(caughtUp(&exchange) == 1)
    }

    @Test(
        "Gossip: in each topic its own ids, for three heartbeats, to those whose turn it is and to the late"
    )
    func gossip() {
        var exchange = make {
            $0.gossip.lazyDegree = 0; $0.gossip.factor = 0
        }
        var random = SeededRandom(seed: 1)
        exchange.keep(message(1))
        exchange.keep(message(2, topic: "other"))
        #expect(exchange.hasGossip(room))
        #expect(!exchange.hasGossip(TopicName("quiet")))
        let candidates = (0..<9).map { PeerSlot(index: $0) }
        var told: [PeerSlot] = []
        for heartbeat in 1...3 as ClosedRange<UInt64> {
            let late = [PeerSlot(index: 20)]
            let announcements = exchange.gossip(room, to: candidates, late: late, heartbeat, using: &random)
            #expect(announcements.count == 4)
            #expect(announcements.last?.peer == late[0])
            for announcement in announcements {
                #expect(SentRPC(RPCText.control(announcement.entries)).have == [id(1)])
            }
            told += announcements.dropLast().map(\.peer)
            exchange.endHeartbeat()
        }
        #expect(told.sorted() == candidates)
        #expect(!exchange.hasGossip)
    }

    @Test("Large messages are declined, small ones are not")
    func declines() {
        var exchange = make()
        for (size, isDeclined) in [(1_023, false), (1_024, true)] {
            let message = GossipMessage(
                id: id(1),
                from: nil,
                data: [UInt8](repeating: 1, count: size),
                sequenceNumber: [],
                topic: "room",
                receivedFrom: TestPeer(1).id
            )
            #expect(exchange.isDeclined(message) == isDeclined)
            #expect(SentRPC(RPCText.control([exchange.decline(message)])).dontWant == [id(1)])
        }
        #expect(exchange.counters.dontWantSent == 2)
    }
}
