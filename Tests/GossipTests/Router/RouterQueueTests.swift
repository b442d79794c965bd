import Net
import Testing

@testable import Gossip

@Suite("The outbound queues")
struct RouterQueueTests {
    @Test("What goes to a peer is split into RPCs below 64 KiB, and nothing is lost")
    func split() throws {
        let bench = RouterBench.room()
        bench.router.receiveCongestion(TestPeer(1).id, isCongested: true, now: bench.now)
        for number in 0..<40 { try bench.publish([UInt8](repeating: UInt8(number), count: 5_000)) }
        bench.router.receiveCongestion(TestPeer(1).id, isCongested: false, now: bench.now)
        let sent = bench.takeSent(TestPeer(1))
        #expect(sent.flatMap(\.rpc.messages).map { $0.data?.first } == (0..<40).map { UInt8($0) })
        #expect(sent.allSatisfy { $0.bytes.count <= 65_536 })
        #expect(sent.count == 4)
    }

    @Test("A message longer than an RPC should be goes alone")
    func longMessage() throws {
        let bench = RouterBench.room()
        bench.router.receiveCongestion(TestPeer(1).id, isCongested: true, now: bench.now)
        try bench.publish("a")
        try bench.publish([UInt8](repeating: 1, count: 100_000))
        try bench.publish("b")
        bench.router.receiveCongestion(TestPeer(1).id, isCongested: false, now: bench.now)
        #expect(bench.takeSent(TestPeer(1)).map(\.rpc.messages.count) == [1, 1, 1])
    }

    @Test("To a slow reader control goes first, then gossip, then messages")
    func priority() throws {
        let bench = RouterBench.room { $0.limits.outboundControlBytes = 100 }
        bench.router.receiveCongestion(TestPeer(1).id, isCongested: true, now: bench.now)
        try bench.publish("message")
        bench.receive(RPCText.have([MessageID(bytes: [UInt8](repeating: 1, count: 80))]), from: TestPeer(1))
        bench.leave()
        bench.router.receiveCongestion(TestPeer(1).id, isCongested: false, now: bench.now)
        let sent = bench.takeSent(TestPeer(1))
        #expect(sent.first?.prunes.count == 1)
        #expect(sent.first?.rpc.subscriptions.map(\.isSubscribe) == [false])
        #expect(sent.want.count == 1)
        #expect(sent.texts == ["message"])
    }

    @Test(
        "Of a slow reader's messages the queue keeps its limit; the drops are counted, and others are not held up"
    )
    func slowReader() throws {
        let bench = RouterBench.room { $0.limits.maximumQueuedMessages = 32 }
        bench.router.receiveCongestion(TestPeer(1).id, isCongested: true, now: bench.now)
        for number in 0..<100 { try bench.publish("\(number)") }
        #expect(bench.takeSent(TestPeer(2)).texts.count == 100)
        #expect(bench.takeSent(TestPeer(1)).isEmpty)
        #expect(bench.router.counters.droppedMessages == 68)
        #expect(bench.router.snapshot().peers.map(\.dropped).max() == 68)
        // 58 drops above the threshold of 10, at -0.2 each.
        #expect(abs(bench.router.score(of: TestPeer(1).id) + 11.6) < 1e-9)
        bench.router.receiveCongestion(TestPeer(1).id, isCongested: false, now: bench.now)
        #expect(bench.takeSent(TestPeer(1)).texts == (0..<32).map { "\($0)" })
    }

    @Test("Bytes are limited too")
    func slowReaderBytes() throws {
        let bench = RouterBench.room { $0.limits.maximumQueuedBytes = 100_000 }
        bench.router.receiveCongestion(TestPeer(1).id, isCongested: true, now: bench.now)
        for _ in 0..<10 { try bench.publish([UInt8](repeating: 1, count: 30_000)) }
        bench.router.receiveCongestion(TestPeer(1).id, isCongested: false, now: bench.now)
        #expect(bench.takeSent(TestPeer(1)).texts.count == 3)
    }

    @Test("A peer that does not even take control entries is dismissed")
    func unresponsive() {
        let bench = RouterBench.room { $0.limits.maximumQueuedControlEntries = 50 }
        bench.router.receiveCongestion(TestPeer(1).id, isCongested: true, now: bench.now)
        for number in 0..<100 { bench.join("t\(number)") }
        #expect(bench.takeOutputs().contains(.disconnect(TestPeer(1).id, .unresponsive)))
        #expect(bench.takeOutputs() == [])
    }

    @Test("The messages of one input leave in one RPC")
    func batch() {
        let bench = RouterBench.room()
        let rpc = (1...5).flatMap { TestPeer(9).message("\($0)", number: UInt64($0)).rpc }
        bench.receive(rpc, from: TestPeer(1))
        #expect(bench.takeSent(TestPeer(2)).map(\.texts) == [["1", "2", "3", "4", "5"]])
    }
}
