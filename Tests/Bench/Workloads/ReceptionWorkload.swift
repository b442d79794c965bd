import Gossip
package import Net

/// A router that receives the messages of a publisher and checks their signatures.
package struct ReceptionWorkload {
    private static let topic = "topic"
    private static let payload = [UInt8](repeating: 1, count: 200)

    private let publisherKey = KeyPair(seed: [UInt8](repeating: 9, count: 32))
    private var publisher: GossipRouter
    private var receiver: GossipRouter
    private var rpcs: [[UInt8]] = []

    init() {
        publisher = Self.router(9)
        receiver = Self.router(2)
        let reader = KeyPair(seed: [UInt8](repeating: 2, count: 32)).peerID
        publisher.receivePeerConnected(
            reader,
            version: .floodsub,
            direction: .outbound,
            address: [],
            now: .origin
        )
        publisher.join(Self.topic, now: .origin)
        publisher.receiveRPC(ProtobufWriter.subscription(to: Self.topic)[...], from: reader, now: .origin)
        while publisher.pollOutput() != nil {}
        receiver.join(Self.topic, now: .origin)
        receiver.receivePeerConnected(
            publisherKey.peerID,
            version: .meshsub12,
            direction: .inbound,
            address: [],
            now: .origin
        )
    }

    private static func router(_ number: UInt8) -> GossipRouter {
        let seed = [UInt8](repeating: number, count: 32)
        return GossipRouter(
            localIdentity: KeyPair(seed: seed),
            seed: seed,
            initialSequenceNumber: 1,
            now: .origin
        )
    }

    /// Publishes `count` messages, for the next run.
    mutating func prepare(_ count: Int) {
        rpcs.removeAll()
        for _ in 0..<count {
            do throws(PublishError) {
                _ = try publisher.publish(Self.payload, to: Self.topic, now: .origin)
            } catch {
                return
            }
            while let output = publisher.pollOutput() {
                if case .send(_, let rpc) = output { rpcs.append(rpc) }
            }
        }
    }

    mutating func run(_ count: Int) -> Bool {
        var delivered = 0
        for rpc in rpcs {
            receiver.receiveRPC(rpc[...], from: publisherKey.peerID, now: .origin)
            while let output = receiver.pollOutput() {
                if case .deliver = output { delivered += 1 }
            }
        }
        return delivered == count
    }
}

extension ProtobufWriter {
    /// An RPC with one subscription (libp2p specs, pubsub/README.md, "The RPC").
    package static func subscription(to topic: String) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.append(1) { message in
            message.append(1, bool: true)
            message.append(2, string: topic)
        }
        return writer.bytes
    }
}
