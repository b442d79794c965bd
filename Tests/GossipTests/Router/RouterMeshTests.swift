import Net
import Testing

@testable import Gossip

@Suite("The mesh")
struct RouterMeshTests {
    private func peers(_ count: Int) -> [TestPeer] { (1...count).map(TestPeer.init) }

    @Test("Joining announces the topic and grafts D of the subscribers")
    func join() {
        let bench = RouterBench()
        for peer in peers(20) { bench.connect(peer) }
        #expect(bench.mesh.isEmpty)
        bench.join()
        #expect(bench.mesh.count == 6)
        for peer in peers(20) {
            let sent = bench.takeSent(peer)
            #expect(sent.flatMap(\.rpc.subscriptions).map(\.isSubscribe) == [true])
            #expect(sent.grafts == (bench.mesh.contains(peer.id) ? ["room"] : []))
        }
    }

    @Test("The first RPC to a new peer carries all subscriptions")
    func hello() {
        let bench = RouterBench()
        bench.join("a")
        bench.join("b")
        bench.connect(TestPeer(1), topics: [])
        let first = bench.takeSent(TestPeer(1)).first?.rpc
        #expect(first?.subscriptions.map { String(decoding: $0.topic, as: UTF8.self) } == ["a", "b"])
    }

    @Test("A subscriber is grafted at once while the mesh is below D_lo")
    func graftOnSubscription() {
        let bench = RouterBench()
        bench.join()
        for peer in peers(8) { bench.connect(peer) }
        #expect(bench.mesh.count == 5)
        #expect(bench.takeSent(TestPeer(1)).grafts == ["room"])
        #expect(bench.takeSent(TestPeer(8)).grafts == [])
    }

    @Test("A heartbeat fills a mesh below D_lo up to D")
    func fill() {
        let bench = RouterBench { $0.mesh.graftsOnSubscription = false }
        bench.join()
        for peer in peers(9) { bench.connect(peer) }
        #expect(bench.mesh.isEmpty)
        bench.pass(.milliseconds(100))
        #expect(bench.mesh.count == 6)
    }

    @Test("A flood of GRAFTs never takes the mesh above D_hi, and a refused peer gets PRUNE with backoff")
    func graftFlood() {
        let bench = RouterBench()
        bench.join()
        for peer in peers(100) {
            bench.connect(peer)
            bench.receive(RPCText.graft(), from: peer)
            #expect(bench.mesh.count <= 12)
        }
        #expect(bench.mesh.count == 12)
        let refused = peers(100).filter { !bench.mesh.contains($0.id) }
        for peer in refused {
            #expect(bench.takeSent(peer).prunes.map(\.backoffSeconds) == [60])
        }
        bench.pass(.seconds(3))
        #expect((5...12).contains(bench.mesh.count))
    }

    @Test("A mesh that is too large is cut down to D, and enough outbound peers stay")
    func cut() {
        let bench = RouterBench {
            $0.mesh.degreeHigh = 30
            $0.scoring = nil
        }
        bench.join()
        for number in 1...30 {
            bench.connect(TestPeer(number), direction: number <= 2 ? .outbound : .inbound)
            bench.receive(RPCText.graft(), from: TestPeer(number))
        }
        #expect(bench.mesh.count == 30)
        let smaller = RouterBench()
        smaller.join()
        for number in 1...12 {
            smaller.connect(TestPeer(number), direction: number <= 2 ? .outbound : .inbound)
            smaller.receive(RPCText.graft(), from: TestPeer(number))
        }
        #expect(smaller.mesh.count == 12)
        smaller.pass(.seconds(2))
        #expect(smaller.mesh.count == 12, "D_hi itself is within the bounds")
    }

    @Test("A full mesh without outbound peers exchanges inbound ones for them")
    func outboundQuota() {
        let bench = RouterBench()
        bench.join()
        for number in 1...12 {
            bench.connect(TestPeer(number))
            bench.receive(RPCText.graft(), from: TestPeer(number))
        }
        for number in 13...16 { bench.connect(TestPeer(number), direction: .outbound) }
        bench.pass(.seconds(1))
        let outbound = (13...16).map { TestPeer($0).id }
        #expect(bench.mesh.count { outbound.contains($0) } == 2)
        #expect(bench.mesh.count == 12)
    }

    @Test("After a PRUNE the peer is not grafted before its backoff and the slack are over")
    func backoffOfTheirs() {
        let bench = RouterBench()
        bench.join()
        let peer = TestPeer(1)
        bench.connect(peer)
        #expect(bench.mesh == [peer.id])
        bench.forget()
        bench.receive(RPCText.prune(backoff: 30), from: peer)
        #expect(bench.mesh.isEmpty)
        bench.pass(.milliseconds(30_900))
        #expect(bench.takeSent(peer).grafts == [])
        bench.pass(.seconds(3))
        #expect(bench.takeSent(peer).grafts == ["room"])
    }

    @Test("A PRUNE without a backoff, as v1.0 sends it, means the default of a minute")
    func backoffOfVersion10() {
        let bench = RouterBench()
        bench.join()
        bench.connect(TestPeer(1), version: .meshsub10)
        bench.receive(RPCText.prune(backoff: nil), from: TestPeer(1))
        bench.forget()
        bench.pass(.seconds(60))
        #expect(bench.takeSent(TestPeer(1)).grafts == [])
        bench.pass(.seconds(3))
        #expect(bench.takeSent(TestPeer(1)).grafts == ["room"])
    }

    @Test("Joining again after leaving honours both backoffs")
    func rejoin() {
        let bench = RouterBench()
        bench.join()
        bench.connect(TestPeer(1))
        bench.connect(TestPeer(2))
        bench.receive(RPCText.prune(backoff: 40), from: TestPeer(2))
        bench.forget()
        bench.leave()
        #expect(bench.takeSent(TestPeer(1)).prunes.map(\.backoffSeconds) == [10])
        bench.join()
        #expect(bench.mesh.isEmpty)
        bench.pass(.seconds(15))
        #expect(bench.mesh == [TestPeer(1).id])
        bench.pass(.seconds(40))
        #expect(Set(bench.mesh) == [TestPeer(1).id, TestPeer(2).id])
    }

    @Test("PRUNE to a peer of v1.0 has no backoff field")
    func pruneOfVersion10() {
        let bench = RouterBench()
        bench.join()
        bench.connect(TestPeer(1), version: .meshsub10)
        bench.forget()
        bench.leave()
        #expect(bench.takeSent(TestPeer(1)).prunes.map(\.backoffSeconds) == [nil])
    }

    @Test("A peer that unsubscribes or disconnects leaves the mesh, and everybody is told")
    func departure() {
        let bench = RouterBench()
        bench.join()
        bench.connect(TestPeer(1))
        bench.connect(TestPeer(2))
        bench.forget()
        bench.receive(RPCText.unsubscribe("room"), from: TestPeer(1))
        bench.disconnect(TestPeer(2))
        #expect(
            bench.takeOutputs() == [
                .pruned(TestPeer(1).id, topic: "room"), .unsubscribed(TestPeer(1).id, topic: "room"),
                .pruned(TestPeer(2).id, topic: "room"), .unsubscribed(TestPeer(2).id, topic: "room"),
            ]
        )
        #expect(bench.mesh.isEmpty)
    }

    @Test("A second connection of a peer takes the place of the first")
    func replacedStream() {
        let bench = RouterBench()
        bench.join()
        bench.connect(TestPeer(1))
        bench.forget()
        bench.connect(TestPeer(1))
        #expect(bench.router.snapshot().peers.count == 1)
        #expect(bench.mesh == [TestPeer(1).id])
        #expect(bench.takeSent(TestPeer(1)).flatMap(\.rpc.subscriptions).count == 1)
    }

    @Test("Direct peers are not grafted, and their GRAFT is refused")
    func directPeers() {
        let bench = RouterBench { $0.directPeers = [TestPeer(1).id] }
        bench.join()
        bench.connect(TestPeer(1))
        bench.forget()
        bench.receive(RPCText.graft(), from: TestPeer(1))
        #expect(bench.mesh.isEmpty)
        #expect(bench.takeSent(TestPeer(1)).prunes.count == 1)
    }

    @Test("A direct peer that is not connected is asked for at the first heartbeat and every 300 after")
    func directReconnect() {
        let bench = RouterBench { $0.directPeers = [TestPeer(1).id] }
        bench.pass(.seconds(299))
        #expect(bench.takeOutputs() == [.reconnect(TestPeer(1).id)])
        bench.pass(.seconds(2))
        #expect(bench.takeOutputs() == [.reconnect(TestPeer(1).id)])
        bench.connect(TestPeer(1))
        bench.pass(.seconds(301))
        #expect(!bench.takeOutputs().contains(.reconnect(TestPeer(1).id)))
    }
}
