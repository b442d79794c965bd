import Net
import Testing

@testable import Gossip

/// Authors with keys of kinds that cannot be checked here.
@Suite("Messages that cannot be checked")
struct UncheckableMessageTests {
    @Test(
        "They are ignored without blame, not shown, not passed on, and counted",
        arguments: ForeignAuthor.Kind.allCases
    )
    func ignored(kind: ForeignAuthor.Kind) {
        let bench = RouterBench.room()
        let author = ForeignAuthor(kind)
        for number in 1...10 as ClosedRange<UInt64> {
            bench.receive(author.message("hi \(number)", number: number).rpc, from: TestPeer(1))
        }
        #expect(bench.router.score(of: TestPeer(1).id) == 0)
        #expect(bench.takeDelivered() == [])
        #expect(bench.takeSent(TestPeer(2)).texts == [])
        #expect(bench.router.counters.uncheckable == 10)
        #expect(bench.router.counters.ignored == 10)
        #expect(bench.router.counters.rejected == 0)
        bench.receive(TestPeer(9).message("fine", number: 1).rpc, from: TestPeer(1))
        #expect(bench.takeDelivered() == ["fine"], "the peer is heard as before")
    }

    @Test("A promise to send one is kept by sending it, and it is not asked for again")
    func promised() {
        let bench = RouterBench.room()
        let author = ForeignAuthor(.secp256k1)
        let messages = (1...4).map { author.message("\($0)", number: UInt64($0)) }
        for message in messages {
            bench.receive(RPCText.have([message.id]), from: TestPeer(1))
            #expect(bench.takeSent(TestPeer(1)).want == [message.id])
            bench.receive(message.rpc, from: TestPeer(1))
        }
        bench.receive(RPCText.have(messages.map(\.id)), from: TestPeer(2))
        #expect(bench.takeSent(TestPeer(2)).want == [])
        bench.pass(.seconds(10))
        #expect(bench.router.counters.brokenPromises == 0)
        #expect(bench.router.score(of: TestPeer(1).id) >= 0)
    }

    @Test("However many there are, what was signed is not forgotten for them")
    func flood() {
        let bench = RouterBench.room { $0.limits.maximumSeenMessages = 8 }
        let message = TestPeer(9).message("seen", number: 1)
        bench.receive(message.rpc, from: TestPeer(1))
        let author = ForeignAuthor(.secp256k1)
        for number in 1...2_000 as ClosedRange<UInt64> {
            bench.receive(author.message("", number: number).rpc, from: TestPeer(2))
        }
        bench.receive(message.rpc, from: TestPeer(3))
        #expect(bench.takeDelivered() == ["seen"])
        #expect(bench.router.snapshot().seenMessages == 1)
    }

    @Test("Where the content is the id, a message that cannot be checked stands in the way of none that can")
    func sameContent() {
        let bench = RouterBench.room { $0.topicDefaults.messageID = .contentHash }
        bench.receive(ForeignAuthor(.secp256k1).message("same", number: 1).rpc, from: TestPeer(1))
        bench.receive(TestPeer(9).message("same", number: 1).rpc, from: TestPeer(1))
        #expect(bench.takeDelivered() == ["same"])
    }

    @Test("A key that is not the author's, or none where the peer id is a hash, is invalid as before")
    func invalid() {
        let bench = RouterBench.room()
        let author = ForeignAuthor(.secp256k1)
        bench.receive(author.message("x", number: 1, key: ForeignAuthor(.p384).key).rpc, from: TestPeer(1))
        #expect(bench.router.counters.rejected == 1)
        bench.receive(ForeignAuthor(.p384).message("x", number: 1, key: nil).rpc, from: TestPeer(2))
        #expect(bench.router.counters.rejected == 2)
        #expect(bench.router.score(of: TestPeer(1).id) == -10)
        // An Ed25519 author whose message comes with another's key of a kind that cannot be checked.
        bench.receive(
            ForeignAuthor(.secp256k1, id: TestPeer(9).id).message("x", number: 1, key: author.key).rpc,
            from: TestPeer(3)
        )
        #expect(bench.router.counters.rejected == 3)
        #expect(bench.router.counters.uncheckable == 0)
    }
}
