import Gossip
import Net

/// Routers in a line, each connected to its neighbours only; what one sends is there at once.
struct RouterLine {
    private var routers: [GossipRouter] = []
    private var peers: [PeerID] = []
    /// What each router has delivered, as text.
    private(set) var received: [[String]]

    init(count: Int) {
        received = Array(repeating: [], count: count)
        for number in 0..<count {
            let seed = [UInt8](repeating: UInt8(number + 1), count: 32)
            let keyPair = KeyPair(seed: seed)
            var router = GossipRouter(
                localIdentity: keyPair,
                seed: seed,
                initialSequenceNumber: 0,
                now: .origin
            )
            router.join("line", now: .origin)
            routers.append(router)
            peers.append(keyPair.peerID)
        }
        for number in 1..<count {
            connect(number - 1, to: number, .outbound)
            connect(number, to: number - 1, .inbound)
        }
        settle()
    }

    mutating func publish(_ text: String, at number: Int) {
        do {
            _ = try routers[number].publish(Array(text.utf8), to: "line", now: .origin)
        } catch {
            received[number].append(error.explanation)
        }
        settle()
    }

    private mutating func connect(_ number: Int, to other: Int, _ direction: Direction) {
        routers[number].receivePeerConnected(
            peers[other],
            version: .meshsub12,
            direction: direction,
            address: [],
            now: .origin
        )
    }

    /// Passes RPCs on until nobody has anything to say.
    private mutating func settle() {
        var isQuiet = false
        while !isQuiet {
            isQuiet = true
            for number in routers.indices {
                while let output = routers[number].pollOutput() {
                    isQuiet = false
                    receive(output, from: number)
                }
            }
        }
    }

    private mutating func receive(_ output: GossipOutput, from number: Int) {
        switch output {
        case .send(let peer, let rpc):
            guard let other = peers.firstIndex(of: peer) else { return }
            routers[other].receiveRPC(rpc[...], from: peers[number], now: .origin)
        case .deliver(let message):
            received[number].append(String(decoding: message.data, as: UTF8.self))
        default:
            break
        }
    }
}
