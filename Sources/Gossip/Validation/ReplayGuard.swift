import HearsayCollections
import Net

/// The highest sequence number accepted of each author in a topic with `ReplayPolicy.growingSequenceNumbers`.
struct ReplayGuard {
    private var highest: BoundedMap<PeerID, UInt64>

    /// - Parameter limit: The authors remembered; those that were seen first are forgotten first.
    init(limit: Int) {
        highest = BoundedMap(limit: limit)
    }

    /// Whether a message of `author` with that number is older than what was accepted already.
    func isReplay(_ sequenceNumber: UInt64, of author: PeerID) -> Bool {
        guard let accepted = highest[author] else { return false }
        return sequenceNumber <= accepted
    }

    /// Remembers an accepted message.
    mutating func accept(_ sequenceNumber: UInt64, of author: PeerID) {
        highest.set(sequenceNumber, for: author)
    }
}
