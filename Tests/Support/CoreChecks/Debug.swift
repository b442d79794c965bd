import ChatCore
import Net
import SimulatedNetwork
public func debugRoam() {
    for seed in 0..<10 as Range<UInt64> {
            let network = SimulatedNetwork<NodePeer>(seed: 40 + seed, conditions: .rough)
            for number in 0...1 {
                network.start(
                    NodePeer(number: number, dials: [SimulatedNetwork<NodePeer>.address(of: 1 - number)])
                )
            }
        print(network.meet())
        func dump(_ what: String) {
            for p in 0...1 {
                for event in network.peers[p].events { print(what, network.now.nanoseconds / 1_000_000, p, "\(event)".prefix(100)) }
                network.peers[p].forgetEvents()
            }
        }
        for round in 0..<20 {
                for peer in 0...1 { network.type(peer, "\(peer) in round \(round)") }
                network.run(for: .seconds(1))
            }
        for p in network.peers { print(seed, p.texts.count, p.texts.first ?? "") }
        if network.peers[0].texts.count < 20 { dump("x"); return }
    }
}
