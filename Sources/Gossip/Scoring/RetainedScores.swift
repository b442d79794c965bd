import Net

/// The scores of peers that are gone, so that a new connection does not wash a bad one away.
struct RetainedScores {
    private var entries: [PeerID: (score: PeerScore, expiry: Instant)] = [:]
    /// The peers in the order they left. A peer that came back and left again stands here more than once.
    private var order = Fifo<(peer: PeerID, expiry: Instant)>()

    var count: Int { entries.count }

    mutating func keep(_ score: PeerScore, of peer: PeerID, until expiry: Instant, limit: Int) {
        entries[peer] = (score: score, expiry: expiry)
        order.append((peer: peer, expiry: expiry))
        while order.count > limit { removeFirst() }
    }

    mutating func take(_ peer: PeerID) -> PeerScore? {
        entries.removeValue(forKey: peer)?.score
    }

    /// Changes a score that is remembered.
    mutating func update(_ peer: PeerID, _ change: (inout PeerScore) -> Void) {
        guard var entry = entries[peer] else { return }
        change(&entry.score)
        entries[peer] = entry
    }

    mutating func removeExpired(before now: Instant) {
        while let first = order.first, first.expiry < now { removeFirst() }
    }

    /// The topic is no longer ours.
    mutating func forget(_ topic: TopicSlot) {
        guard !entries.isEmpty else { return }
        entries = entries.mapValues { entry in
            var entry = entry
            entry.score.forget(topic)
            return entry
        }
    }

    private mutating func removeFirst() {
        guard let first = order.popFirst(), let entry = entries[first.peer] else { return }
        if entry.expiry == first.expiry { entries[first.peer] = nil }
    }
}
