import HearsayCollections
import Net

/// Until when the peers of a topic must not be grafted (specs `gossipsub-v1.1.md`, "Prune backoff").
///
/// Kept by peer id, so that a new connection does not end a backoff.
struct BackoffTable {
    private var expiries: [PeerID: Instant] = Dictionary()

    var isEmpty: Bool { expiries.isEmpty }

    /// When the peer's backoff ends; nil when it has none.
    func expiry(of peer: PeerID) -> Instant? {
        expiries[peer]
    }

    /// Sets the backoff; one that ends later stays. A full table takes no new peers.
    mutating func extend(_ peer: PeerID, until expiry: Instant, limit: Int) {
        if let present = expiries[peer] {
            expiries[peer] = max(present, expiry)
        } else if expiries.count < limit {
            expiries[peer] = expiry
        }
    }

    /// Forgets the backoffs that ended before `now`.
    mutating func removeExpired(before now: Instant) {
        guard !expiries.isEmpty else { return }
        expiries = expiries.filter { $0.value >= now }
    }

    /// All of them, in the order of the peers.
    var sorted: [(peer: PeerID, until: Instant)] {
        expiries.map { (peer: $0.key, until: $0.value) }.ordered { $0.peer < $1.peer }
    }
}
