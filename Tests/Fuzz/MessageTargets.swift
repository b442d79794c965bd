import Gossip
@testable import Net

/// What peers say to each other over their streams.
let messageTargets = [
    FuzzTarget(
        name: "identify",
        seeds: {
            var message = ProtobufWriter()
            message.append(1, bytes: peer(1).publicKey.protobuf)
            message.append(2, bytes: [4, 127, 0, 0, 1, 6, 0, 1])
            message.append(3, string: "/meshsub/1.1.0")
            message.append(5, string: "ipfs/0.1.0")
            message.append(6, string: "agent")
            return [[255, UInt8(message.bytes.count)] + message.bytes]
        },
        run: { input in
            var reader = IdentifyReader(peer: peer(1).peerID)
            for piece in pieces(of: input) {
                guard (try? reader.receive(piece)) != nil else { return }
            }
        }
    ),
    FuzzTarget(name: "gossip", seeds: gossipSeeds, run: driveGossip),
]

/// A subscription, a graft and a signed message, as a router writes them.
@Sendable private func gossipSeeds() -> [[UInt8]] {
    var router = router(of: 2)
    router.join("topic", now: .origin)
    router.receivePeerConnected(
        peer(1).peerID,
        version: .meshsub12,
        direction: .inbound,
        address: [192, 0, 2, 1],
        now: .origin
    )
    _ = try? router.publish([1, 2, 3], to: "topic", now: .origin)
    var seeds: [[UInt8]] = []
    while let output = router.pollOutput() {
        if case .send(_, let bytes) = output { seeds.append(bytes) }
    }
    var control = ProtobufWriter()
    control.append(1) {
        $0.append(1, string: "topic"); $0.append(2, bytes: [1])
    }
    control.append(2) { $0.append(1, bytes: [1]) }
    control.append(3) { $0.append(1, string: "topic") }
    control.append(4) {
        $0.append(1, string: "topic"); $0.append(3, varint: .max)
    }
    control.append(5) { $0.append(1, bytes: [1]) }
    var rpc = ProtobufWriter()
    rpc.append(1) {
        $0.append(1, bool: true); $0.append(2, string: "topic")
    }
    rpc.append(3, bytes: control.bytes)
    return seeds + [rpc.bytes]
}

/// A router in a topic, with a peer that says whatever the fuzzer likes, and three heartbeats after it.
@Sendable private func driveGossip(_ input: [UInt8]) {
    var now = Instant.origin
    var router = router(of: 1)
    router.join("topic", now: now)
    let stranger = peer(2).peerID
    router.receivePeerConnected(
        stranger,
        version: .meshsub12,
        direction: .inbound,
        address: [192, 0, 2, 1],
        now: now
    )
    for _ in 0..<2 {
        router.receiveRPC(input[...], from: stranger, now: now)
        while let output = router.pollOutput() {
            if case .validate(let message) = output {
                require(message.from == stranger, "only the seeds of the second peer are signed")
                router.receiveValidation(message.id, .accept, now: now)
            }
        }
        for _ in 0..<3 {
            now = now + .seconds(1)
            router.handleTimeout(now: now)
            while router.pollOutput() != nil {}
        }
    }
    router.receivePeerDisconnected(stranger, now: now)
    while router.pollOutput() != nil {}
}

private func router(of number: UInt8) -> GossipRouter {
    GossipRouter(
        localIdentity: peer(number),
        seed: [UInt8](repeating: number, count: 32),
        initialSequenceNumber: 1,
        now: .origin
    )
}
