import Net
import Testing

@testable import Gossip

@Suite("IHAVE, IWANT and IDONTWANT")
struct RouterExchangeTests {
    private func ids(_ count: Int, from start: Int = 0) -> [MessageID] {
        (start..<start + count).map {
            MessageID(bytes: [UInt8](repeating: 1, count: 44) + [UInt8($0 >> 8 & 0xFF), UInt8($0 & 0xFF)])
        }
    }

    @Test(
        "In three heartbeats every peer outside the mesh is told of a message, at least D_lazy in each, and none later",
        arguments: [12, 30, 85]
    )
    func lazyPush(count: Int) throws {
        let bench = RouterBench.room(count)
        bench.pass(.seconds(1))
        let message = TestPeer(99).message("hi", number: 1)
        bench.receive(message.rpc, from: TestPeer(1))
        let members = Set(bench.mesh)
        var told: Set<PeerID> = []
        for _ in 0..<3 {
            bench.forget()
            bench.pass(.seconds(1))
            let now = (1...count).map { TestPeer($0) }.filter { bench.takeSent($0).have == [message.id] }
            #expect(now.count >= 6)
            #expect(now.count <= max(6, (count - members.count) / 3 + 1))
            told.formUnion(now.map(\.id))
        }
        #expect(told == Set((1...count).map { TestPeer($0).id }).subtracting(members))
        bench.forget()
        bench.pass(.seconds(1))
        #expect((1...count).allSatisfy { bench.takeSent(TestPeer($0)).have.isEmpty })
    }

    @Test("With a longer period than four heartbeats a quarter of the peers is told in each")
    func adaptiveGossip() {
        let bench = RouterBench.room(85) {
            $0.gossip.historyGossip = 10
            $0.gossip.historyLength = 12
        }
        bench.pass(.seconds(1))
        bench.receive(TestPeer(99).message("hi", number: 1).rpc, from: TestPeer(1))
        bench.forget()
        let outside = 85 - bench.mesh.count
        bench.pass(.seconds(1))
        #expect((1...85).count { !bench.takeSent(TestPeer($0)).have.isEmpty } == outside / 4)
    }

    @Test("A peer that comes into the mesh is told at once of the messages forwarded before, whoever grafts")
    func catchesUp() {
        let bench = RouterBench.room(2)
        let message = TestPeer(99).message("early", number: 1)
        bench.receive(message.rpc, from: TestPeer(1))
        bench.forget()
        bench.connect(TestPeer(3))
        #expect(bench.mesh.contains(TestPeer(3).id), "we graft it")
        #expect(bench.takeSent(TestPeer(3)).have == [message.id])
        // Of the next ones those are known that have come since; then they are pushed.
        for number in 4...9 { bench.connect(TestPeer(number)) }
        bench.forget()
        #expect(!bench.mesh.contains(TestPeer(9).id))
        bench.receive(RPCText.graft(), from: TestPeer(9))
        #expect(bench.takeSent(TestPeer(9)).have == [message.id], "it grafts us")
        bench.receive(TestPeer(99).message("late", number: 2).rpc, from: TestPeer(1))
        #expect(bench.takeSent(TestPeer(9)).texts == ["late"])
        // Two heartbeats later the id is no longer gossiped.
        bench.pass(.seconds(4))
        bench.forget()
        bench.connect(TestPeer(10))
        bench.receive(RPCText.graft(), from: TestPeer(10))
        #expect(bench.takeSent(TestPeer(10)).have == [])
    }

    @Test("A peer that comes into the mesh again and again is told at the next heartbeat")
    func catchUpIsBounded() {
        let bench = RouterBench.room(1) { $0.limits.maximumHaveLength = 1 }
        let message = TestPeer(99).message("hi", number: 1)
        bench.receive(message.rpc, from: TestPeer(1))
        bench.connect(TestPeer(2))
        bench.forget()
        for _ in 0..<10 {
            bench.receive(RPCText.unsubscribe("room"), from: TestPeer(2))
            bench.receive(RPCText.subscribe(["room"]), from: TestPeer(2))
        }
        #expect(bench.takeSent(TestPeer(2)).have == [])
        bench.pass(.seconds(1))
        #expect(bench.takeSent(TestPeer(2)).have == [message.id])
        bench.pass(.seconds(1))
        #expect(bench.takeSent(TestPeer(2)).have == [], "it is in the mesh")
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
