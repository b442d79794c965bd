import Net
import Testing

@testable import Gossip

/// A stand-in with rust-libp2p's limits takes whatever we send.
@Suite("A peer with the limits of rust-libp2p")
struct RustLimitsTests {
    /// What rust-libp2p would do with an RPC.
    private func accepts(_ rpc: SentRPC) -> Bool {
        rpc.bytes.count <= 65_536 && rpc.controlBytes <= 16_384 && rpc.rpc.subscriptions.count <= 100
            && rpc.rpc.messages.count <= 500
    }

    @Test("Hundreds of topics, thousands of ids and a burst of messages fit its RPCs, and all of them arrive")
    func nothingIsRefused() throws {
        let bench = RouterBench()
        for number in 0..<90 { bench.join("a topic with a long name, number \(number)") }
        bench.join()
        for number in 2...7 { bench.connect(TestPeer(number), version: .meshsub11) }
        bench.connect(TestPeer(1), version: .meshsub11)
        var sent = bench.takeSent(TestPeer(1))
        #expect(sent.flatMap(\.rpc.subscriptions).count == 91)
        // A burst while it reads slowly.
        bench.router.receiveCongestion(TestPeer(1).id, isCongested: true, now: bench.now)
        for number in 0..<120 { try bench.publish([UInt8](repeating: UInt8(number), count: 16_384)) }
        bench.router.receiveCongestion(TestPeer(1).id, isCongested: false, now: bench.now)
        let burst = bench.takeSent(TestPeer(1))
        #expect(burst.flatMap(\.rpc.messages).map { $0.data?.first } == (0..<120).map { UInt8($0) })
        sent += burst
        // Thousands of ids to gossip.
        bench.receive(RPCText.prune(backoff: 3_000), from: TestPeer(1))
        for number in 0..<2_000 {
            bench.receive(TestPeer(9).message("x", number: UInt64(number)).rpc, from: TestPeer(2))
        }
        bench.pass(.seconds(1))
        let gossip = bench.takeSent(TestPeer(1))
        #expect(Set(gossip.have).count == 2_000 + 120)
        sent += gossip
        // Thousands of ids to ask for.
        let news = (0..<2_000).map {
            MessageID(bytes: [UInt8](repeating: 9, count: 60) + [UInt8($0 >> 8), UInt8($0 & 0xFF)])
        }
        bench.receive(RPCText.have(news), from: TestPeer(1))
        let wants = bench.takeSent(TestPeer(1))
        #expect(Set(wants.want) == Set(news))
        sent += wants
        for rpc in sent { #expect(accepts(rpc)) }
    }

    @Test("It is in our mesh within the ten seconds after which it would close the connection")
    func meshInTime() {
        let bench = RouterBench()
        bench.join()
        bench.connect(TestPeer(1), version: .meshsub11)
        #expect(bench.takeSent(TestPeer(1)).grafts == ["room"])
    }

    @Test("Its own message ids do no harm: what it announces is asked for, and comes under another id")
    func foreignIDs() {
        let bench = RouterBench()
        bench.join()
        bench.connect(TestPeer(1), version: .meshsub11)
        bench.connect(TestPeer(2), version: .meshsub11)
        bench.forget()
        for number in 1...20 {
            let message = TestPeer(9).message("hi \(number)", number: UInt64(number))
            bench.receive(message.rpc, from: TestPeer(2))
            // rust's id of the same message: base58 of the author and the number in decimal.
            let itsID = MessageID(bytes: Array((TestPeer(9).id.description + "\(number)").utf8))
            bench.receive(RPCText.have([itsID]), from: TestPeer(1))
            #expect(bench.takeSent(TestPeer(1)).want == [itsID])
            bench.receive(message.rpc, from: TestPeer(1))
            bench.pass(.seconds(5))
            #expect(bench.takeDelivered() == ["hi \(number)"])
        }
        #expect(bench.router.score(of: TestPeer(1).id) >= 0)
        #expect(bench.router.counters.brokenPromises == 0)
    }
}
