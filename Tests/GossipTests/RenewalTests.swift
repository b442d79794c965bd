import Net
import Testing

@testable import Gossip

/// Streams that take the place of others while the peer stays.
@Suite("Renewed streams")
struct RenewalTests {
    @Test(
        "On a new stream of ours the peer is told everything anew, hello and GRAFT first, and loses nothing"
    )
    func outbound() throws {
        let bench = RouterBench()
        bench.join("a")
        bench.join()
        bench.connect(TestPeer(1), topics: ["a", "room"], version: .meshsub13)
        bench.router.setApplicationScore(3, of: TestPeer(1).id)
        let message = TestPeer(9).message("missed", number: 1)
        bench.connect(TestPeer(2))
        bench.receive(message.rpc, from: TestPeer(2))
        bench.forget()
        bench.router.receiveStreamRenewed(TestPeer(1).id, now: bench.now)
        let sent = bench.takeSent(TestPeer(1))
        let first = try #require(sent.first)
        #expect(first.rpc.subscriptions.map { String(decoding: $0.topic, as: UTF8.self) } == ["a", "room"])
        #expect(first.rpc.control.extensions == PeerExtensions(hasTestExtension: true))
        #expect(first.grafts == ["a", "room"])
        #expect(sent.have == [message.id])
        #expect(bench.takeOutputs() == [], "nobody has come or gone")
        #expect(bench.mesh.contains(TestPeer(1).id))
        #expect(bench.router.subscribers(of: "room").contains(TestPeer(1).id))
        #expect(bench.router.score(of: TestPeer(1).id) == 3)
    }

    @Test("A peer outside the mesh gets no GRAFT, and is told what it may have missed all the same")
    func outsideTheMesh() {
        let bench = RouterBench.room(8)
        bench.pass(.seconds(1))
        let outsider = TestPeer((1...8).first { !bench.mesh.contains(TestPeer($0).id) } ?? 0)
        let message = TestPeer(99).message("missed", number: 1)
        bench.receive(
            message.rpc,
            from: TestPeer((1...8).first { bench.mesh.contains(TestPeer($0).id) } ?? 0)
        )
        bench.forget()
        bench.router.receiveStreamRenewed(outsider.id, now: bench.now)
        let sent = bench.takeSent(outsider)
        #expect(sent.grafts == [])
        #expect(sent.have == [message.id])
    }

    @Test("What waits for the peer stays, behind the hello, and the new stream is not congested")
    func queue() throws {
        let bench = RouterBench.room()
        bench.router.receiveCongestion(TestPeer(1).id, isCongested: true, now: bench.now)
        for number in 1...3 { try bench.publish("\(number)") }
        bench.join("late")
        #expect(bench.takeSent(TestPeer(1)).isEmpty)
        #expect(bench.router.queuedMessageCount == 3)
        bench.router.receiveStreamRenewed(TestPeer(1).id, now: bench.now)
        let sent = bench.takeSent(TestPeer(1))
        #expect(
            sent.first?.rpc.subscriptions.map { String(decoding: $0.topic, as: UTF8.self) } == [
                "room", "late",
            ],
            "each once"
        )
        #expect(sent.texts == ["1", "2", "3"])
        #expect(bench.router.queuedMessageCount == 0)
    }

    @Test("Nobody is blamed for what was asked on a stream that is gone, and anybody can be asked again")
    func promises() {
        for isOutbound in [true, false] {
            let bench = RouterBench.room(6)
            let message = TestPeer(99).message("lost", number: 1)
            bench.receive(RPCText.have([message.id]), from: TestPeer(6))
            #expect(bench.takeSent(TestPeer(6)).want == [message.id])
            bench.pass(.seconds(2))
            if isOutbound {
                bench.router.receiveStreamRenewed(TestPeer(6).id, now: bench.now)
            } else {
                bench.router.receiveInboundStreamRenewed(TestPeer(6).id, now: bench.now)
            }
            bench.forget()
            bench.receive(RPCText.have([message.id]), from: TestPeer(5))
            bench.receive(RPCText.have([message.id]), from: TestPeer(6))
            #expect(bench.takeSent(TestPeer(5)).want == [message.id])
            #expect(bench.takeSent(TestPeer(6)).want == [message.id])
            bench.pass(.milliseconds(2_500))
            #expect(bench.router.counters.brokenPromises == 0)
            // The new requests are promises like others.
            bench.pass(.seconds(3))
            #expect(bench.router.counters.brokenPromises == 2)
        }
    }

    @Test("A peer that disconnects has promised nothing, and comes back as good as it went")
    func disconnected() {
        let bench = RouterBench.room(6)
        for number in 0..<4 as Range<UInt8> {
            bench.receive(RPCText.have([MessageID(bytes: [number])]), from: TestPeer(6))
        }
        bench.disconnect(TestPeer(6))
        bench.connect(TestPeer(7))
        bench.pass(.seconds(5))
        #expect(bench.router.counters.brokenPromises == 0)
        bench.connect(TestPeer(6))
        #expect(bench.router.score(of: TestPeer(6).id) == 0)
        #expect(bench.router.score(of: TestPeer(7).id) >= 0, "nor is whoever got its slot")
    }

    @Test(
        "A mesh peer is not blamed for deliveries lost with its connection, and not excused again and again"
    )
    func deliveries() {
        var topic = TopicConfiguration()
        topic.scoring = .openNetwork
        let bench = RouterBench { $0.topicDefaults = topic }
        bench.join()
        for number in 1...3 { bench.connect(TestPeer(number)) }
        let talk = { (seconds: UInt64) in
            for _ in 0..<seconds {
                for _ in 0..<2 {
                    let number = bench.router.counters.received
                    bench.receive(TestPeer(9).message("x", number: number).rpc, from: TestPeer(1))
                }
                bench.pass(.seconds(1))
            }
        }
        // The peer is silent for so long that it would be out of the mesh at the next heartbeats.
        talk(6)
        bench.router.receiveStreamRenewed(TestPeer(2).id, now: bench.now)
        #expect(bench.router.score(of: TestPeer(2).id) >= 0)
        bench.pass(.seconds(2))
        #expect(bench.mesh.contains(TestPeer(2).id))
        // It goes on to be silent, and renews its stream again and again.
        for _ in 0..<6 {
            talk(4)
            bench.router.receiveStreamRenewed(TestPeer(2).id, now: bench.now)
        }
        #expect(!bench.mesh.contains(TestPeer(2).id))
        #expect(bench.router.score(of: TestPeer(2).id) < 0)
    }

    @Test(
        "A peer that names its topics on its new stream has left those that it leaves out, after three seconds"
    )
    func inboundHello() {
        let bench = RouterBench()
        bench.join()
        bench.join("other")
        bench.connect(TestPeer(1), topics: ["room", "other"])
        bench.forget()
        bench.router.receiveInboundStreamRenewed(TestPeer(1).id, now: bench.now)
        bench.receive(RPCText.subscribe(["room"]), from: TestPeer(1))
        bench.pass(.milliseconds(2_900))
        #expect(bench.takeOutputs() == [])
        bench.pass(.milliseconds(1_300))
        #expect(
            bench.takeOutputs() == [
                .pruned(TestPeer(1).id, topic: "other"), .unsubscribed(TestPeer(1).id, topic: "other"),
            ]
        )
        #expect(bench.mesh == [TestPeer(1).id])
    }

    @Test("A peer that sends no hello on its new stream keeps its topics")
    func inboundWithoutHello() {
        let bench = RouterBench.room()
        bench.router.receiveInboundStreamRenewed(TestPeer(1).id, now: bench.now)
        bench.receive(TestPeer(9).message("hi", number: 1).rpc, from: TestPeer(1))
        bench.pass(.seconds(10))
        #expect(bench.router.subscribers(of: "room").count == 3)
        #expect(bench.takeDelivered() == ["hi"])
    }

    @Test("Extensions come again on a new stream, and that breaks no rule; a second time on it does")
    func inboundExtensions() {
        let announcement = RPCText.control([RPCEncoder.extensions(PeerExtensions(hasTestExtension: true))])
        let bench = RouterBench()
        bench.connectSilently(TestPeer(1), version: .meshsub13)
        bench.receive(announcement, from: TestPeer(1))
        bench.router.receiveInboundStreamRenewed(TestPeer(1).id, now: bench.now)
        bench.receive(announcement, from: TestPeer(1))
        #expect(bench.router.score(of: TestPeer(1).id) == 0)
        bench.receive(announcement, from: TestPeer(1))
        #expect(bench.router.score(of: TestPeer(1).id) == -10 * 81)
    }

    @Test("A peer that is not connected has no streams to renew")
    func unknown() {
        let bench = RouterBench.room()
        let before = bench.router.snapshot()
        bench.router.receiveStreamRenewed(TestPeer(50).id, now: bench.now)
        bench.router.receiveInboundStreamRenewed(TestPeer(50).id, now: bench.now)
        #expect(bench.takeOutputs() == [])
        #expect(bench.router.snapshot().peers.count == before.peers.count)
    }
}
