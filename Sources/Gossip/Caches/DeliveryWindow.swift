import Net

/// Who has delivered the messages accepted a moment ago: a copy from a mesh peer counts for it once, as long as the window
/// of P3 is open. Kept for topics with P3 alone.
struct DeliveryWindow {
    private var entries: [MessageID: (peers: [PeerID], closes: Instant)] = [:]
    private var order = Fifo<(id: MessageID, closes: Instant)>()

    mutating func open(_ id: MessageID, first peers: [PeerID], closes: Instant) {
        entries[id] = (peers: peers, closes: closes)
        order.append((id: id, closes: closes))
    }

    /// Whether this copy is the peer's first one and comes in time.
    mutating func counts(_ id: MessageID, from peer: PeerID, now: Instant) -> Bool {
        guard let entry = entries[id], now <= entry.closes, !entry.peers.contains(peer) else { return false }
        entries[id]?.peers.append(peer)
        return true
    }

    mutating func removeClosed(before now: Instant) {
        while let first = order.first, first.closes < now {
            _ = order.popFirst()
            if let entry = entries[first.id], entry.closes == first.closes { entries[first.id] = nil }
        }
    }
}
