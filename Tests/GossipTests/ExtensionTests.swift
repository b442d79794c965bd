import Net
import Testing

@testable import Gossip

@Suite("Extensions of v1.3")
struct ExtensionTests {
    private let announcement = RPCText.control([RPCEncoder.extensions(PeerExtensions(hasTestExtension: true))]
    )

    @Test("The first message to a peer of v1.3 announces extensions, to others it does not")
    func announced() {
        let bench = RouterBench()
        bench.join()
        bench.connect(TestPeer(1), version: .meshsub13)
        bench.connect(TestPeer(2), version: .meshsub12)
        let first = bench.takeSent(TestPeer(1))
        #expect(first.first?.rpc.control.extensions == PeerExtensions(hasTestExtension: true))
        #expect(first.dropFirst().allSatisfy { $0.rpc.control.extensions == nil })
        #expect(bench.takeSent(TestPeer(2)).allSatisfy { $0.rpc.control.extensions == nil })
    }

    @Test("A peer that announces the test extension gets it, once")
    func answered() {
        let bench = RouterBench()
        bench.connectSilently(TestPeer(1), version: .meshsub13)
        bench.forget()
        bench.receive(announcement, from: TestPeer(1))
        #expect(bench.takeSent(TestPeer(1)).map(\.rpc.hasTestExtension) == [true])
    }

    @Test("A peer that does not announce it, or does not with its first message, does not")
    func notAnswered() {
        let bench = RouterBench()
        for number in 1...3 {
            bench.connectSilently(TestPeer(number), version: number == 3 ? .meshsub12 : .meshsub13)
        }
        bench.forget()
        // An unknown extension, number 10.
        bench.receive([0x1A, 4, 0x32, 2, 0x50, 1], from: TestPeer(1))
        #expect(bench.takeSent(TestPeer(1)).isEmpty)
        #expect(bench.router.score(of: TestPeer(1).id) == 0)
        bench.receive(RPCText.subscribe(["room"]), from: TestPeer(2))
        bench.receive(announcement, from: TestPeer(2))
        #expect(bench.takeSent(TestPeer(2)).isEmpty)
        #expect(bench.router.score(of: TestPeer(2).id) == -10 * 81)
        bench.receive(announcement, from: TestPeer(3))
        #expect(bench.takeSent(TestPeer(3)).isEmpty)
    }

    @Test("Announcing twice costs ten penalties")
    func twice() {
        let bench = RouterBench()
        bench.connectSilently(TestPeer(1), version: .meshsub13)
        bench.receive(announcement, from: TestPeer(1))
        #expect(bench.router.score(of: TestPeer(1).id) == 0)
        bench.receive(announcement, from: TestPeer(1))
        #expect(bench.router.score(of: TestPeer(1).id) == -10 * 81)
    }

    @Test("The protocols are offered newest first, and recognized")
    func protocols() {
        #expect(
            GossipRouter.protocols == [
                "/meshsub/1.3.0", "/meshsub/1.2.0", "/meshsub/1.1.0", "/meshsub/1.0.0", "/floodsub/1.0.0",
            ]
        )
        #expect(GossipRouter.protocols.compactMap(GossipProtocol.init(identifier:)).count == 5)
        #expect(GossipProtocol(identifier: "/meshsub/1.4.0") == nil)
    }
}
