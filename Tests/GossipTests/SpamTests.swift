import Net
import Testing

@testable import Gossip

/// One test for each actor of the lists of go and rust that floods or breaks rules, with the numbers given
/// there.
@Suite("Spam and rule breakers")
struct SpamTests {
    private func ids(_ range: Range<Int>) -> [MessageID] {
        range.map { MessageID(bytes: [UInt8($0 >> 16 & 0xFF), UInt8($0 >> 8 & 0xFF), UInt8($0 & 0xFF)]) }
    }

    @Test(
        "A backoff near 2^64 is an hour, and the heartbeats after it do not overflow",
        arguments: [
            UInt64.max, UInt64.max - 1, UInt64(1) << 63, UInt64(Int64.max), UInt64(9_223_372_036),
        ]
    )
    func hugeBackoff(seconds: UInt64) {
        let bench = RouterBench.room(1)
        bench.receive(RPCText.prune(backoff: seconds), from: TestPeer(1))
        bench.pass(.seconds(3))
        #expect(bench.router.snapshot().topics[0].backoffs.map(\.until) == [.origin + .seconds(3_600)])
        bench.pass(.seconds(3_600))
        #expect(bench.mesh == [TestPeer(1).id])
    }

    @Test("GRAFT for endless novel topics gets no answer and stores nothing")
    func novelGrafts() {
        let bench = RouterBench.room(1)
        let before = bench.router.snapshot()
        for batch in 0..<100 {
            let grafts = (0..<100).map { RPCEncoder.graft(TopicName("novel \(batch * 100 + $0)")) }
            bench.receive(RPCText.control(grafts), from: TestPeer(1))
        }
        #expect(bench.takeSent(TestPeer(1)).isEmpty)
        #expect(bench.router.snapshot().foreignTopics == before.foreignTopics)
        #expect(bench.router.snapshot().topics.count == 1)
        bench.receive(RPCText.unsubscribe("room"), from: TestPeer(1))
        bench.receive(RPCText.graft(), from: TestPeer(1))
        #expect(bench.mesh == [], "it is not subscribed")
    }

    @Test(
        "A peer is held to 100 foreign topics, our own always find room, and nothing is left of it when it goes"
    )
    func endlessSubscriptions() {
        let bench = RouterBench()
        bench.join()
        for life in 0..<20 {
            bench.connect(TestPeer(1), topics: [])
            for batch in 0..<50 {
                let topics = (0..<100).map { "topic \(life) \(batch) \($0)" }
                bench.receive(RPCText.subscribe(topics), from: TestPeer(1))
            }
            #expect(bench.router.snapshot().foreignTopics == 100)
            bench.receive(RPCText.subscribe(["room"]), from: TestPeer(1))
            #expect(bench.router.subscribers(of: "room") == [TestPeer(1).id])
            bench.disconnect(TestPeer(1))
            #expect(bench.router.snapshot().foreignTopics == 0)
        }
        #expect(bench.knownTopics == 1)
        #expect(bench.router.snapshot().retainedScores == 0)
    }

    @Test("Subscribing and unsubscribing without end leaves no topic behind")
    func churningSubscriptions() {
        let bench = RouterBench.room(1)
        for number in 0..<5_000 {
            bench.receive(RPCText.subscribe(["t\(number)"]), from: TestPeer(1))
            bench.receive(RPCText.unsubscribe("t\(number)"), from: TestPeer(1))
        }
        #expect(bench.knownTopics == 1)
        #expect(bench.router.snapshot().peers[0].topics == ["room"])
    }

    @Test("All peers together are held to the limit of foreign topics")
    func foreignTopics() {
        let bench = RouterBench { $0.limits.maximumForeignTopics = 250 }
        for number in 1...5 {
            bench.connect(TestPeer(number), topics: (0..<100).map { "\(number) \($0)" })
        }
        #expect(bench.router.snapshot().foreignTopics == 250)
        bench.join("mine")
        bench.connect(TestPeer(6), topics: ["mine"])
        #expect(bench.router.subscribers(of: "mine") == [TestPeer(6).id])
    }

    @Test("Topics that are empty, too long or no UTF-8 are passed over")
    func badTopics() {
        let bench = RouterBench.room(1)
        let long = String(repeating: "t", count: 1_025)
        bench.receive(RPCText.subscribe(["", long]), from: TestPeer(1))
        bench.receive([0x0A, 6, 0x08, 1, 0x12, 2, 0xFF, 0xFE], from: TestPeer(1))
        #expect(bench.knownTopics == 1)
        bench.receive(RPCText.subscribe([String(long.dropLast())]), from: TestPeer(1))
        #expect(bench.knownTopics == 2)
    }

    @Test("The subscription filter keeps foreign topics out")
    func filter() {
        let bench = RouterBench { $0.subscriptionFilter = .prefixes(["hearsay/1/"]) }
        bench.join("raw")
        bench.connect(TestPeer(1), topics: ["hearsay/1/a", "other", "raw"])
        #expect(bench.router.snapshot().peers[0].topics == ["hearsay/1/a", "raw"])
        let own = RouterBench { $0.subscriptionFilter = .ownTopics }
        own.join("raw")
        own.connect(TestPeer(1), topics: ["hearsay/1/a", "other", "raw"])
        #expect(own.router.snapshot().peers[0].topics == ["raw"])
    }

    @Test("Of 20 IHAVEs in one heartbeat ten are heeded")
    func haveMessages() {
        let bench = RouterBench.room(6)
        for number in 0..<20 {
            bench.receive(RPCText.have(ids(number..<number + 1)), from: TestPeer(6))
        }
        #expect(bench.takeSent(TestPeer(6)).want.count == 10)
        bench.pass(.seconds(1))
        bench.forget()
        bench.receive(RPCText.have(ids(100..<101)), from: TestPeer(6))
        #expect(bench.takeSent(TestPeer(6)).want.count == 1)
    }

    @Test("At most 5,000 ids are asked for per heartbeat, and promises never kept cost score")
    func haveFlood() {
        let bench = RouterBench.room(6)
        for batch in 0..<3 {
            bench.receive(RPCText.have(ids(batch * 3_000..<(batch + 1) * 3_000)), from: TestPeer(6))
        }
        let asked = bench.takeSent(TestPeer(6))
        #expect(asked.want.count == 5_000)
        #expect(asked.allSatisfy { $0.controlBytes <= 16_384 })
        #expect(bench.router.score(of: TestPeer(6).id) == 0)
        // Two requests went out, so two promises break.
        bench.pass(.seconds(5))
        #expect(bench.router.counters.brokenPromises == 2)
        #expect(bench.router.score(of: TestPeer(6).id) < -8)
        for round in 1...4 {
            bench.receive(RPCText.have(ids(round * 10_000..<round * 10_000 + 10)), from: TestPeer(6))
            bench.pass(.seconds(5))
        }
        // Below the gossip threshold nothing is asked any more.
        bench.forget()
        bench.receive(RPCText.have(ids(90_000..<90_010)), from: TestPeer(6))
        #expect(bench.takeSent(TestPeer(6)).want == [])
    }

    @Test("A promise is kept by whoever sends the message")
    func keptPromise() {
        let bench = RouterBench.room(6)
        let message = TestPeer(99).message("late", number: 1)
        bench.receive(RPCText.have([message.id]), from: TestPeer(6))
        bench.receive(message.rpc, from: TestPeer(1))
        bench.pass(.seconds(5))
        #expect(bench.router.counters.brokenPromises == 0)
    }

    @Test("One message is sent three times to a peer that asks for it again and again")
    func wantFlood() {
        let bench = RouterBench.room(6)
        let message = TestPeer(99).message("hi", number: 1)
        bench.receive(message.rpc, from: TestPeer(1))
        bench.forget()
        for _ in 0..<500 { bench.receive(RPCText.want([message.id, message.id]), from: TestPeer(6)) }
        #expect(bench.takeSent(TestPeer(6)).texts == ["hi", "hi", "hi"])
    }

    @Test("A GRAFT during backoff costs one penalty, two within ten seconds, then silence")
    func graftDuringBackoff() {
        let bench = RouterBench.room(1)
        bench.leave()
        bench.join()
        bench.forget()
        // Our PRUNE set a backoff of 10 s only; the flood threshold reaches back 60 s from its end.
        let penalty = { bench.router.snapshot().peers[0].penalties }
        bench.receive(RPCText.graft(), from: TestPeer(1))
        #expect(penalty() == 1)
        #expect(bench.takeSent(TestPeer(1)).prunes.map(\.backoffSeconds) == [60])
        #expect(bench.mesh == [])
        // That PRUNE has begun a backoff of a minute: within ten seconds of it a GRAFT counts twice.
        bench.receive(RPCText.graft(), from: TestPeer(1))
        #expect(penalty() == 3)
        bench.receive(RPCText.graft(), from: TestPeer(1))
        #expect(penalty() == 5)
        #expect(bench.router.score(of: TestPeer(1).id) == -160)
        bench.forget()
        // Graylisted: not even a PRUNE goes back.
        for _ in 0..<10 { bench.receive(RPCText.graft(), from: TestPeer(1)) }
        #expect(bench.takeSent(TestPeer(1)).isEmpty)
        #expect(bench.router.counters.graylisted == 10)
    }

    @Test("A GRAFT late in the backoff costs one penalty, and begins the backoff anew")
    func graftLateInBackoff() {
        let bench = RouterBench.room(1)
        bench.receive(RPCText.prune(backoff: 60), from: TestPeer(1))
        bench.pass(.seconds(50))
        bench.receive(RPCText.graft(), from: TestPeer(1))
        #expect(bench.router.snapshot().peers[0].penalties == 1)
        bench.pass(.seconds(30))
        #expect(bench.mesh == [])
        bench.pass(.seconds(35))
        #expect(bench.mesh == [TestPeer(1).id])
    }

    @Test("A GRAFT for a topic that we do not have is ignored: no PRUNE")
    func graftElsewhere() {
        let bench = RouterBench.room(1)
        bench.receive(RPCText.subscribe(["elsewhere"]), from: TestPeer(1))
        bench.receive(RPCText.graft("elsewhere"), from: TestPeer(1))
        #expect(bench.takeSent(TestPeer(1)).isEmpty)
    }

    @Test("Invalid messages count by their square, and lead to the graylist")
    func invalidMessages() {
        let bench = RouterBench.room(1)
        for number in 1...3 {
            var raw = TestPeer(9).message("x", number: UInt64(number)).raw
            raw[raw.count - 1] ^= 1
            bench.receive(RPCEncoder.message(raw[...]), from: TestPeer(1))
            #expect(bench.router.score(of: TestPeer(1).id) == -10 * Double(number * number))
        }
        bench.receive(TestPeer(9).message("fine", number: 9).rpc, from: TestPeer(1))
        #expect(bench.takeDelivered() == [])
        #expect(bench.router.counters.graylisted == 1)
        bench.pass(.seconds(2))
        #expect(bench.mesh == [])
    }

    @Test(
        "Of an IDONTWANT ten ids are taken, of a heartbeat 1,000 IDONTWANTs, and three heartbeats later none is kept"
    )
    func dontWantFlood() {
        let bench = RouterBench.room(1)
        let declined = { bench.router.snapshot().peers[0].declinedMessages }
        bench.receive(RPCText.dontWant(ids(0..<50)), from: TestPeer(1))
        #expect(declined() == 10)
        for number in 1..<1_500 {
            bench.receive(RPCText.dontWant(ids(number * 10..<number * 10 + 10)), from: TestPeer(1))
        }
        #expect(declined() == 10_000)
        bench.pass(.seconds(5))
        #expect(declined() == 0)
    }

    @Test("GRAFT and PRUNE in turn, PRUNE from outside the mesh: the sets stay sound")
    func graftPrunePairs() {
        let bench = RouterBench.room(12)
        bench.receive(RPCText.prune(backoff: 1), from: TestPeer(12))
        for _ in 0..<50 {
            bench.receive(RPCText.graft(), from: TestPeer(1))
            bench.receive(RPCText.graft(), from: TestPeer(1))
            bench.receive(RPCText.prune(backoff: 1), from: TestPeer(1))
            bench.receive(RPCText.prune(backoff: 1), from: TestPeer(1))
            bench.pass(.seconds(1))
            #expect(bench.mesh.count <= 12)
            #expect(Set(bench.mesh).count == bench.mesh.count)
        }
    }

    @Test("Bytes that are no RPC cost the connection, and nothing is heeded after them")
    func malformed() {
        let bench = RouterBench.room(1)
        bench.receive([0x0A, 0xFF], from: TestPeer(1))
        bench.receive([0x0A, 0xFF], from: TestPeer(1))
        #expect(bench.takeOutputs() == [.disconnect(TestPeer(1).id, .malformed)])
        bench.receive(TestPeer(9).message("x", number: 1).rpc, from: TestPeer(1))
        #expect(bench.takeDelivered() == [])
    }

    @Test("More than ten peers of one public address cost each of them score; of a private one they do not")
    func colocation() {
        let bench = RouterBench()
        for number in 1...13 { bench.connect(TestPeer(number), address: [44, 1, 2, 3]) }
        #expect(bench.router.score(of: TestPeer(1).id) == -90)
        bench.disconnect(TestPeer(13))
        #expect(bench.router.score(of: TestPeer(1).id) == -40)
        let home = RouterBench()
        for number in 1...40 { home.connect(TestPeer(number), address: [127, 0, 0, 1]) }
        #expect(home.router.score(of: TestPeer(1).id) == 0)
        let network = RouterBench()
        for number in 1...12 {
            let host = [UInt8](repeating: 0, count: 7) + [UInt8(number)]
            network.connect(TestPeer(number), address: [0x20, 1, 0x0D, 0xB8, 0, 0, 0, 1] + host)
        }
        #expect(network.router.score(of: TestPeer(1).id) == -40, "an IPv6 network of 64 bits is one address")
    }

    @Test("A bad score survives a new connection, a good one does not")
    func retainedScore() {
        let bench = RouterBench.room(2)
        bench.receive(TestPeer(9).message("good", number: 1).rpc, from: TestPeer(1))
        var raw = TestPeer(9).message("x", number: 2).raw
        raw[raw.count - 1] ^= 1
        bench.receive(RPCEncoder.message(raw[...]), from: TestPeer(2))
        #expect(bench.router.score(of: TestPeer(1).id) == 1)
        for number in 1...2 {
            bench.disconnect(TestPeer(number))
            bench.connect(TestPeer(number))
        }
        #expect(bench.router.score(of: TestPeer(1).id) == 0)
        #expect(bench.router.score(of: TestPeer(2).id) == -10)
        bench.disconnect(TestPeer(2))
        bench.pass(.seconds(601))
        bench.connect(TestPeer(2))
        #expect(bench.router.score(of: TestPeer(2).id) == 0)
    }
}
