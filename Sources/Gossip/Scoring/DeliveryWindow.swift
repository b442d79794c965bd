import HearsayCollections
import Net

/// Which peers have delivered the messages accepted a moment ago: a copy from a mesh peer counts for it once,
/// as long as the window of P3 is open. Kept for topics with P3 alone.
struct DeliveryWindow {
    private var deliveries = ExpiringMap<MessageID, (peers: [PeerID], closes: Instant), Instant>()

    mutating func open(_ id: MessageID, first peers: [PeerID], closes: Instant) {
        deliveries.set((peers: peers, closes: closes), for: id, until: closes)
    }

    /// Whether this copy is the peer's first one and comes in time.
    mutating func counts(_ id: MessageID, from peer: PeerID, now: Instant) -> Bool {
        var isFirst = false
        deliveries.update(id) { delivery in
            isFirst = now <= delivery.closes && !delivery.peers.contains(peer)
            if isFirst { delivery.peers.append(peer) }
        }
        return isFirst
    }

    mutating func removeClosed(before now: Instant) {
        deliveries.removeExpired(before: now)
    }
}
