import Gossip
import Net

/// Two routers and the streams between them, one of which may be dead without anybody noticing.
struct RouterPair {
    private(set) var routers: [GossipRouter] = []
    let peers: [PeerID]
    /// What each router was told, beside the RPCs to write.
    private(set) var outputs: [[GossipOutput]] = [[], []]
    /// Whether what the first router writes is lost.
    var isFirstUnheard = false
    private(set) var now = Instant.origin

    /// Two routers in one room.
    init(_ configuration: GossipConfiguration = GossipConfiguration()) {
        let keyPairs = (1...2).map { KeyPair(seed: [UInt8](repeating: $0, count: KeyPair.seedBytes)) }
        peers = keyPairs.map { $0.peerID }
        for keyPair in keyPairs {
            var router = GossipRouter(
                localIdentity: keyPair,
                configuration: configuration,
                seed: [UInt8](repeating: 5, count: SeededRandom.seedBytes),
                initialSequenceNumber: 0,
                now: .origin
            )
            router.join("room", now: .origin)
            routers.append(router)
        }
        for number in 0..<2 {
            routers[number].receivePeerConnected(
                peers[1 - number],
                version: .meshsub13,
                direction: number == 0 ? .outbound : .inbound,
                address: [],
                now: now
            )
        }
        settle()
        outputs = [[], []]
    }

    /// The texts delivered to a router.
    func texts(_ number: Int) -> [String] {
        outputs[number].compactMap { output in
            if case .deliver(let message) = output { return String(decoding: message.data, as: UTF8.self) }
            return nil
        }
    }

    mutating func publish(_ text: String, at number: Int) {
        do {
            _ = try routers[number].publish(Array(text.utf8), to: "room", now: now)
        } catch {
            outputs[number].append(.disconnect(peers[number], .malformed))
        }
        settle()
    }

    /// Hands an RPC to a router as if the other one had written it.
    mutating func receive(_ rpc: [UInt8], at number: Int) {
        routers[number].receiveRPC(rpc[...], from: peers[1 - number], now: now)
        settle()
    }

    /// The second router's application answers.
    mutating func answer(_ id: MessageID, _ outcome: ValidationOutcome) -> Bool {
        routers[1].receiveValidation(id, outcome, now: now)
    }

    /// The stream by which the first router writes is replaced, at both ends.
    mutating func renewFirst() {
        isFirstUnheard = false
        routers[1].receiveInboundStreamRenewed(peers[0], now: now)
        routers[0].receiveStreamRenewed(peers[1], now: now)
        settle()
    }

    /// Lets time pass, heartbeat by heartbeat.
    mutating func pass(_ interval: Interval) {
        let end = now + interval
        while let deadline = routers.compactMap({ $0.nextDeadline }).min(), deadline <= end {
            now = max(now, deadline)
            for number in 0..<2 { routers[number].handleTimeout(now: now) }
            settle()
        }
        now = end
    }

    /// Passes RPCs on until nobody has anything to say.
    private mutating func settle() {
        var isQuiet = false
        while !isQuiet {
            isQuiet = true
            for number in 0..<2 {
                while let output = routers[number].pollOutput() {
                    isQuiet = false
                    guard case .send(_, let rpc) = output else {
                        outputs[number].append(output)
                        continue
                    }
                    if number == 0, isFirstUnheard { continue }
                    routers[1 - number].receiveRPC(rpc[...], from: peers[number], now: now)
                }
            }
        }
    }
}
