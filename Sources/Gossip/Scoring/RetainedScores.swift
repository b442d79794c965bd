import HearsayCollections
import Net

/// The scores of peers that are gone, so that reconnecting does not clear a bad one.
struct RetainedScores {
    private var scores: ExpiringMap<PeerID, PeerScore, Instant>

    /// - Parameter limit: The peers remembered; those that left first are forgotten first.
    init(limit: Int) {
        scores = ExpiringMap(limit: limit)
    }

    var count: Int { scores.count }

    mutating func keep(_ score: PeerScore, of peer: PeerID, until expiry: Instant) {
        scores.set(score, for: peer, until: expiry)
    }

    mutating func take(_ peer: PeerID) -> PeerScore? {
        scores.remove(peer)
    }

    mutating func removeExpired(before now: Instant) {
        scores.removeExpired(before: now)
    }

    /// The topic is no longer ours.
    mutating func forget(_ topic: TopicSlot) {
        scores.updateEach { $0.forget(topic) }
    }
}
