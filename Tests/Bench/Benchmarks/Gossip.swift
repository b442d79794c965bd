import Gossip
import Net

/// P12 and part of P10: the router by itself.
enum GossipBenchmarks {
    /// P12: processor time of one heartbeat.
    static func heartbeat() throws -> [BenchmarkResult] {
        try [(50, 1), (50, 64), (500, 10), (5_000, 1)].map { peers, topics in
            var now = Instant.origin
            var router = router(1, now: now)
            for topic in 0..<topics { router.join("topic \(topic)", now: now) }
            let subscriptions = subscriptions(topics)
            for number in 0..<peers {
                let peer = try peerID(number)
                let address = [10, UInt8(number >> 16), UInt8(number >> 8 & 255), UInt8(number & 255)]
                router.receivePeerConnected(
                    peer,
                    version: .meshsub12,
                    direction: number % 2 == 0 ? .inbound : .outbound,
                    address: address,
                    now: now
                )
                router.receiveRPC(subscriptions[...], from: peer, now: now)
            }
            while router.pollOutput() != nil {}
            let samples = (0..<30).map { _ in
                now = router.nextDeadline ?? now
                return Clock.measure {
                    router.handleTimeout(now: now)
                    while router.pollOutput() != nil {}
                } * 1_000
            }
            let isGated = peers == 50 && topics == 64
            return BenchmarkResult(
                "P12",
                "heartbeat, \(peers) peers, \(topics) topics",
                samples: Array(samples.dropFirst(5)),
                unit: "ms",
                gate: isGated ? 10 : nil,
                aim: isGated ? 3 : nil,
                isLowerBetter: true
            )
        }
    }

    /// P10, its bound: messages a router takes in per second, against one signature check per message.
    static func reception() throws -> [BenchmarkResult] {
        let messages = 400
        let batches = 7
        var rpcs = try published(messages * (batches + 1))[...]
        let publisher = KeyPair(seed: [UInt8](repeating: 9, count: 32))
        var receiver = router(2, now: .origin)
        receiver.join("topic", now: .origin)
        receiver.receivePeerConnected(
            publisher.peerID,
            version: .meshsub12,
            direction: .inbound,
            address: [],
            now: .origin
        )
        let message = [UInt8](repeating: 1, count: 300)
        let signature = publisher.sign(message)
        let pairs = try Pair.alternate(
            {
                let batch = rpcs.prefix(messages)
                rpcs = rpcs.dropFirst(messages)
                var delivered = 0
                let seconds = Clock.measure {
                    for rpc in batch {
                        receiver.receiveRPC(rpc[...], from: publisher.peerID, now: .origin)
                        while let output = receiver.pollOutput() {
                            if case .deliver = output { delivered += 1 }
                        }
                    }
                }
                guard delivered == messages else { throw BenchmarkError("\(delivered) of \(messages) came") }
                return Double(messages) / seconds
            },
            over: {
                var isValid = true
                let seconds = Clock.measure {
                    for _ in 0..<messages {
                        isValid =
                            publisher.publicKey.isValid(signature: signature[...], for: message) && isValid
                    }
                }
                guard isValid else { throw BenchmarkError("the signature is wrong") }
                return Double(messages) / seconds
            },
            count: batches
        )
        return [
            BenchmarkResult(
                "P10",
                "200-byte messages a router takes in / verify",
                pairs: pairs,
                gate: 0.5,
                aim: 0.85,
                details: ["messages per second": Statistics(pairs.map(\.numerator)).median]
            )
        ]
    }

    private static func router(_ number: UInt8, now: Instant) -> GossipRouter {
        let seed = [UInt8](repeating: number, count: 32)
        return GossipRouter(
            localIdentity: KeyPair(seed: seed),
            seed: seed,
            initialSequenceNumber: 1,
            now: now
        )
    }

    /// The RPCs with which a router sends its messages to a single peer.
    private static func published(_ count: Int) throws -> [[UInt8]] {
        let seed = [UInt8](repeating: 9, count: 32)
        var router = GossipRouter(
            localIdentity: KeyPair(seed: seed),
            seed: seed,
            initialSequenceNumber: 1,
            now: .origin
        )
        let peer = try peerID(1)
        router.receivePeerConnected(peer, version: .floodsub, direction: .outbound, address: [], now: .origin)
        router.join("topic", now: .origin)
        let hello = ProtobufWriter.subscription(to: "topic")
        router.receiveRPC(hello[...], from: peer, now: .origin)
        while router.pollOutput() != nil {}
        var rpcs: [[UInt8]] = []
        for _ in 0..<count {
            _ = try router.publish([UInt8](repeating: 1, count: 200), to: "topic", now: .origin)
            while let output = router.pollOutput() {
                if case .send(_, let rpc) = output { rpcs.append(rpc) }
            }
        }
        guard rpcs.count == count else {
            throw BenchmarkError("\(rpcs.count) of \(count) messages were sent")
        }
        return rpcs
    }

    private static func peerID(_ number: Int) throws -> PeerID {
        let digest =
            withUnsafeBytes(of: UInt64(number).bigEndian) { Array($0) } + [UInt8](repeating: 0, count: 24)
        return try PeerID(bytes: ([0x12, 0x20] + digest)[...])
    }

    private static func subscriptions(_ topics: Int) -> [UInt8] {
        (0..<topics).flatMap { ProtobufWriter.subscription(to: "topic \($0)") }
    }
}

extension ProtobufWriter {
    /// An RPC with one subscription (libp2p specs, pubsub/README.md, "The RPC").
    fileprivate static func subscription(to topic: String) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.append(1) { message in
            message.append(1, bool: true)
            message.append(2, string: topic)
        }
        return writer.bytes
    }
}
