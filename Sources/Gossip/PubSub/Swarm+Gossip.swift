import Gossip
import Net

extension Swarm {
    /// Does what the router asks of the network; nothing where it asks nothing.
    mutating func carryOut(_ output: GossipOutput, now: Instant) {
        switch output {
        case .grafted(let peer, let topic): protect(peer, tag: topic)
        case .pruned(let peer, let topic): unprotect(peer, tag: topic)
        case .connect(let peer, let record):
            // A peer that we know well recommends another. The router lets few do so.
            if addSignedRecord(record, of: peer, now: now) { dial(peer, now: now) }
        case .reconnect(let peer): dial(peer, now: now)
        case .disconnect(let peer, _): disconnect(peer, now: now)
        case .send, .validate, .deliver, .sent, .subscribed, .unsubscribed: break
        }
    }
}
