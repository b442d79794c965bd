import Net

@testable import Gossip

/// A router with its time in the test's hand.
final class RouterBench {
    let me: TestPeer
    var router: GossipRouter
    var now = Instant.origin
    /// What the router has said beside RPCs, since the test last looked.
    private(set) var outputs: [GossipOutput] = []
    /// The RPCs sent to each peer, decoded, since the test last looked.
    private var sent: [PeerID: [SentRPC]] = [:]

    init(identity: Int = 0, _ configure: (inout GossipConfiguration) -> Void = { _ in }) {
        me = TestPeer(identity)
        var configuration = GossipConfiguration()
        configure(&configuration)
        router = GossipRouter(
            localIdentity: me.keyPair,
            configuration: configuration,
            seed: [UInt8](repeating: 3, count: 32),
            initialSequenceNumber: 1_000,
            now: .origin
        )
    }

    /// A bench that has joined, with `count` peers, the first of them in the mesh.
    static func room(_ count: Int = 3, _ configure: (inout GossipConfiguration) -> Void = { _ in })
        -> RouterBench
    {
        let bench = RouterBench(configure)
        bench.join()
        for number in 1...count { bench.connect(TestPeer(number)) }
        bench.forget()
        return bench
    }

    /// Connects a peer that subscribes to `topics` and sends nothing else.
    func connect(
        _ peer: TestPeer,
        topics: [String] = ["room"],
        version: GossipProtocol = .meshsub12,
        direction: Direction = .inbound,
        address: [UInt8] = []
    ) {
        connectSilently(peer, version: version, direction: direction, address: address)
        receive(RPCText.subscribe(topics), from: peer)
    }

    /// Connects a peer that has sent nothing yet.
    func connectSilently(
        _ peer: TestPeer,
        version: GossipProtocol,
        direction: Direction = .inbound,
        address: [UInt8] = []
    ) {
        router.receivePeerConnected(
            peer.id,
            version: version,
            direction: direction,
            address: address,
            now: now
        )
    }

    func disconnect(_ peer: TestPeer) {
        router.receivePeerDisconnected(peer.id, now: now)
        drain()
    }

    func receive(_ rpc: [UInt8], from peer: TestPeer) {
        router.receiveRPC(rpc[...], from: peer.id, now: now)
        drain()
    }

    func join(_ topic: String = "room") {
        router.join(topic, now: now)
        drain()
    }

    func leave(_ topic: String = "room") {
        router.leave(topic, now: now)
        drain()
    }

    @discardableResult
    func publish(_ text: String, to topic: String = "room") throws -> MessageID {
        try publish(Array(text.utf8), to: topic)
    }

    @discardableResult
    func publish(_ data: [UInt8], to topic: String = "room") throws -> MessageID {
        let id = try router.publish(data, to: topic, now: now)
        drain()
        return id
    }

    /// Lets time pass, heartbeat by heartbeat.
    func pass(_ interval: Interval) {
        let end = now + interval
        while let deadline = router.nextDeadline, deadline <= end {
            now = max(now, deadline)
            router.handleTimeout(now: now)
            drain()
        }
        now = end
    }

    func drain() {
        while let output = router.pollOutput() {
            if case .send(let peer, let bytes) = output {
                sent[peer, default: []].append(SentRPC(bytes))
            } else {
                outputs.append(output)
            }
        }
    }

    /// The RPCs sent to a peer since the last call.
    func takeSent(_ peer: TestPeer) -> [SentRPC] {
        drain()
        return sent.removeValue(forKey: peer.id) ?? []
    }

    func takeOutputs() -> [GossipOutput] {
        drain()
        defer { outputs = [] }
        return outputs
    }

    /// Forgets all that was said and sent.
    func forget() {
        drain()
        outputs = []
        sent = [:]
    }

    /// The topics that the router keeps: those that are joined or published to, and those known from peers
    /// alone.
    var knownTopics: Int {
        let snapshot = router.snapshot()
        return snapshot.topics.count + snapshot.foreignTopics
    }

    var mesh: [PeerID] { router.meshPeers(of: "room") }

    /// The messages delivered since the last look, as text.
    func takeDelivered() -> [String] {
        takeOutputs().compactMap { output in
            if case .deliver(let message) = output { return String(decoding: message.data, as: UTF8.self) }
            return nil
        }
    }
}
