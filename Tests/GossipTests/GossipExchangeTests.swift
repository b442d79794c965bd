import Net
import Testing

@testable import Gossip

@Suite("IHAVE, IWANT and IDONTWANT")
struct GossipExchangeTests {
    private func ids(_ count: Int, from start: Int = 0) -> [MessageID] {
        (start..<start + count).map {
            MessageID(bytes: [UInt8](repeating: 1, count: 44) + [UInt8($0 >> 8 & 0xFF), UInt8($0 & 0xFF)])
        }
    }

    @Test("A heartbeat tells D_lazy peers outside the mesh, for three heartbeats")
    func lazyPush() throws {
        let bench = RouterBench.room(30)
        let message = TestPeer(99).message("hi", number: 1)
        bench.receive(message.rpc, from: TestPeer(1))
        let members = Set(bench.mesh)
        for _ in 0..<3 {
            bench.forget()
            bench.pass(.seconds(1))
            let told = (1...30).map(TestPeer.init).filter { bench.takeSent($0).have == [message.id] }
            // A quarter of the 24 or 25 peers outside the mesh is D_lazy.
            #expect(told.count == 6)
            #expect(told.allSatisfy { !bench.mesh.contains($0.id) || !members.contains($0.id) })
        }
        bench.forget()
        bench.pass(.seconds(1))
        #expect((1...30).allSatisfy { bench.takeSent(TestPeer($0)).have.isEmpty })
    }

    @Test("A quarter of many peers is told, where that is more than D_lazy")
    func adaptiveGossip() {
        let bench = RouterBench.room(85)
        bench.pass(.seconds(1))
        bench.receive(TestPeer(99).message("hi", number: 1).rpc, from: TestPeer(1))
        bench.forget()
        let outside = 85 - bench.mesh.count
        bench.pass(.seconds(1))
        #expect((1...85).count { !bench.takeSent(TestPeer($0)).have.isEmpty } == outside / 4)
    }

    @Test("An unknown id is asked for, a known one is not, nor one of a topic that is not joined")
    func want() {
        let bench = RouterBench.room(6)
        let known = TestPeer(99).message("hi", number: 1)
        bench.receive(known.rpc, from: TestPeer(1))
        bench.forget()
        let news = ids(2)
        bench.receive(RPCText.have([known.id] + news + news), from: TestPeer(6))
        #expect(Set(bench.takeSent(TestPeer(6)).want) == Set(news))
        bench.receive(RPCText.have(ids(2, from: 50), topic: "elsewhere"), from: TestPeer(6))
        #expect(bench.takeSent(TestPeer(6)).want == [])
    }

    @Test("A message missed by the mesh arrives by gossip, between two routers")
    func repair() throws {
        let first = RouterBench(identity: 1)
        let second = RouterBench(identity: 2)
        for bench in [first, second] {
            bench.join()
            bench.connect(bench.me.id == first.me.id ? second.me : first.me)
        }
        // Neither is in the other's mesh.
        first.receive(RPCText.prune(backoff: 3_600), from: second.me)
        second.receive(RPCText.prune(backoff: 3_600), from: first.me)
        first.forget()
        second.forget()
        first.receive(RPCText.subscribe(["room"]), from: second.me)
        first.connectSilently(TestPeer(3), version: .meshsub11)
        first.receive(TestPeer(9).message("missed", number: 1).rpc, from: TestPeer(3))
        #expect(first.takeSent(second.me).texts == [])
        first.pass(.seconds(1))
        for rpc in first.takeSent(second.me) { second.receive(rpc.bytes, from: first.me) }
        for rpc in second.takeSent(first.me) { first.receive(rpc.bytes, from: second.me) }
        for rpc in first.takeSent(second.me) { second.receive(rpc.bytes, from: first.me) }
        #expect(second.takeDelivered() == ["missed"])
    }

    @Test("Five heartbeats after a message it can no longer be asked for")
    func history() {
        let bench = RouterBench.room(6)
        let message = TestPeer(99).message("hi", number: 1)
        bench.receive(message.rpc, from: TestPeer(1))
        bench.pass(.milliseconds(4_050))
        bench.forget()
        bench.receive(RPCText.want([message.id]), from: TestPeer(6))
        #expect(bench.takeSent(TestPeer(6)).texts == ["hi"])
        bench.pass(.seconds(1))
        bench.forget()
        bench.receive(RPCText.want([message.id]), from: TestPeer(6))
        #expect(bench.takeSent(TestPeer(6)).texts == [])
        #expect(bench.router.snapshot().cachedMessages == 0)
    }

    @Test("A large message is declined to the mesh at once, a small one is not")
    func declines() {
        let bench = RouterBench.room(4)
        let large = TestPeer(99).message([UInt8](repeating: 1, count: 1_024), number: 1)
        bench.receive(large.rpc, from: TestPeer(1))
        for number in 2...4 { #expect(bench.takeSent(TestPeer(number)).dontWant == [large.id]) }
        #expect(bench.takeSent(TestPeer(1)).dontWant == [])
        let small = TestPeer(99).message([UInt8](repeating: 1, count: 1_023), number: 2)
        bench.receive(small.rpc, from: TestPeer(1))
        #expect(bench.takeSent(TestPeer(2)).dontWant == [])
    }

    @Test("Peers before v1.2 are neither told nor heeded")
    func declinesByVersion() {
        let bench = RouterBench()
        bench.join()
        bench.connect(TestPeer(1), version: .meshsub11)
        bench.connect(TestPeer(2), version: .meshsub12)
        bench.connect(TestPeer(3), version: .meshsub11)
        bench.forget()
        let large = TestPeer(99).message([UInt8](repeating: 1, count: 2_000), number: 1)
        bench.receive(RPCText.dontWant([large.id]), from: TestPeer(3))
        bench.receive(large.rpc, from: TestPeer(2))
        #expect(bench.takeSent(TestPeer(1)).dontWant == [])
        #expect(bench.takeSent(TestPeer(3)).texts.count == 1)
    }

    @Test("What a peer has declined is not sent to it, for three heartbeats")
    func declined() {
        let bench = RouterBench.room(3)
        let first = TestPeer(99).message("first", number: 1)
        bench.receive(RPCText.dontWant([first.id]), from: TestPeer(3))
        bench.receive(first.rpc, from: TestPeer(1))
        #expect(bench.takeSent(TestPeer(2)).texts == ["first"])
        #expect(bench.takeSent(TestPeer(3)).texts == [])
        #expect(bench.router.counters.suppressed == 1)
        let second = TestPeer(99).message("second", number: 2)
        bench.receive(RPCText.dontWant([second.id]), from: TestPeer(3))
        bench.pass(.seconds(4))
        bench.forget()
        bench.receive(second.rpc, from: TestPeer(1))
        #expect(bench.takeSent(TestPeer(3)).texts == ["second"])
    }

    @Test("IDONTWANT takes a message back that waits for a slow reader")
    func declinedWhileQueued() {
        let bench = RouterBench.room(3)
        let message = TestPeer(99).message("hi", number: 1)
        bench.router.receiveCongestion(TestPeer(3).id, isCongested: true, now: bench.now)
        bench.receive(message.rpc, from: TestPeer(1))
        bench.receive(RPCText.dontWant([message.id]), from: TestPeer(3))
        bench.router.receiveCongestion(TestPeer(3).id, isCongested: false, now: bench.now)
        #expect(bench.takeSent(TestPeer(3)).texts == [])
    }
}
