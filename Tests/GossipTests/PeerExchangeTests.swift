import Net
import Testing

@testable import Gossip

@Suite("Peer exchange")
struct PeerExchangeTests {
    private func record(of peer: TestPeer, signedBy signer: TestPeer? = nil) throws -> [UInt8] {
        let address = try Multiaddr(text: "/ip4/44.1.2.3/tcp/4001")
        let record = PeerRecord(peerID: peer.id, sequenceNumber: 1, addresses: [address])
        let own = record.envelope(signedBy: peer.keyPair)
        guard let signer else { return own }
        let envelope = try SignedEnvelope(bytes: own[...], domain: PeerRecord.domain)
        return SignedEnvelope(
            payload: envelope.payload,
            payloadType: envelope.payloadType,
            domain: PeerRecord.domain,
            keyPair: signer.keyPair
        ).bytes
    }

    private func exchanged(_ peer: TestPeer, _ record: [UInt8]) -> ExchangedPeer {
        ExchangedPeer(peer: peer.id.bytes[...], signedRecord: record[...])
    }

    /// A bench with one mesh peer of good standing.
    private func room() -> RouterBench {
        let bench = RouterBench()
        bench.join()
        bench.connect(TestPeer(1))
        bench.router.setApplicationScore(10, of: TestPeer(1).id)
        bench.forget()
        return bench
    }

    private func recommended(_ bench: RouterBench) -> [PeerID] {
        bench.takeOutputs().compactMap { output in
            if case .connect(let peer, _) = output { return peer }
            return nil
        }
    }

    @Test("Recommended peers with signed records of their own are to be dialled, sixteen at most")
    func accepted() throws {
        let bench = room()
        let peers = try (100..<140).map { exchanged(TestPeer($0), try record(of: TestPeer($0))) }
        bench.receive(RPCText.prune(backoff: 60, peers: peers), from: TestPeer(1))
        #expect(recommended(bench) == (100..<116).map { TestPeer($0).id })
    }

    @Test("Nothing is believed from a peer that has not earned it")
    func notEarned() throws {
        let bench = room()
        bench.router.setApplicationScore(4, of: TestPeer(1).id)
        let peers = [exchanged(TestPeer(100), try record(of: TestPeer(100)))]
        bench.receive(RPCText.prune(backoff: 60, peers: peers), from: TestPeer(1))
        #expect(recommended(bench) == [])
    }

    @Test(
        "A record that is missing, damaged, or another peer's is passed over, and so are we and who is connected"
    )
    func refused() throws {
        let bench = room()
        bench.connect(TestPeer(2))
        bench.forget()
        var damaged = try record(of: TestPeer(101))
        damaged[damaged.count - 1] ^= 1
        let peers = [
            exchanged(TestPeer(100), []),
            exchanged(TestPeer(101), damaged),
            exchanged(TestPeer(102), try record(of: TestPeer(103))),
            exchanged(TestPeer(104), try record(of: TestPeer(104), signedBy: TestPeer(105))),
            exchanged(bench.me, try record(of: bench.me)),
            exchanged(TestPeer(2), try record(of: TestPeer(2))),
            exchanged(TestPeer(106), try record(of: TestPeer(106))),
        ]
        bench.receive(RPCText.prune(backoff: 60, peers: peers), from: TestPeer(1))
        #expect(recommended(bench) == [TestPeer(106).id])
    }

    @Test("A refused GRAFT gets up to sixteen others recommended, of good score and with records")
    func offered() throws {
        let bench = RouterBench { $0.gossip.exchangesPeers = true }
        bench.join()
        for number in 1...40 {
            bench.connect(TestPeer(number))
            bench.receive(RPCText.graft(), from: TestPeer(number))
            if number <= 30 {
                bench.router.receivePeerRecord(
                    TestPeer(number).id,
                    envelope: try record(of: TestPeer(number))
                )
            }
        }
        bench.router.setApplicationScore(-1, of: TestPeer(30).id)
        bench.forget()
        bench.connect(TestPeer(50))
        bench.receive(RPCText.graft(), from: TestPeer(50))
        let prunes = bench.takeSent(TestPeer(50)).prunes
        #expect(prunes.map(\.peers.count) == [16])
        let offered = Set(prunes[0].peers.map { Array($0.peer) })
        #expect(offered.isSubset(of: Set((1...29).map { TestPeer($0).id.bytes })))
        #expect(
            try prunes[0].peers.allSatisfy {
                try PeerRecord(envelope: $0.signedRecord).peerID.bytes == Array($0.peer)
            }
        )
    }

    @Test("Leaving a topic recommends nobody, nor does a router that was not told to")
    func notOffered() throws {
        for exchanges in [true, false] {
            let bench = RouterBench { $0.gossip.exchangesPeers = exchanges }
            bench.join()
            for number in 1...2 {
                bench.connect(TestPeer(number))
                bench.router.receivePeerRecord(
                    TestPeer(number).id,
                    envelope: try record(of: TestPeer(number))
                )
            }
            bench.forget()
            bench.leave()
            #expect(bench.takeSent(TestPeer(1)).prunes.map(\.peers.count) == [0])
        }
    }
}
