import Gossip
import Net

/// The heartbeats of a router with many peers and topics.
package struct HeartbeatWorkload {
    private var router: GossipRouter
    private var now = Instant.origin

    /// A router with `peers` peers, each of them in all of `topics` topics.
    package init(peers: Int, topics: Int) {
        let seed = [UInt8](repeating: 1, count: 32)
        router = GossipRouter(
            localIdentity: KeyPair(seed: seed),
            seed: seed,
            initialSequenceNumber: 1,
            now: now
        )
        var subscriptions: [UInt8] = []
        for topic in 0..<topics {
            router.join("topic \(topic)", now: now)
            subscriptions += ProtobufWriter.subscription(to: "topic \(topic)")
        }
        for number in 0..<peers {
            // Any 32 bytes will do for the identity of a peer that proves nothing here.
            let seed =
                (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
                + [UInt8](repeating: 3, count: 24)
            let peer = KeyPair(seed: seed).peerID
            router.receivePeerConnected(
                peer,
                version: .meshsub12,
                direction: number % 2 == 0 ? .inbound : .outbound,
                address: [10, UInt8(number >> 16), UInt8(number >> 8 & 255), UInt8(number & 255)],
                now: now
            )
            router.receiveRPC(subscriptions[...], from: peer, now: now)
        }
        while router.pollOutput() != nil {}
    }

    /// Runs `count` heartbeats.
    package mutating func run(_ count: Int) -> Bool {
        for _ in 0..<count {
            now = router.nextDeadline ?? now
            router.handleTimeout(now: now)
            while router.pollOutput() != nil {}
        }
        return true
    }
}
