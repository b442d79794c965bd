import Net

/// The highest sequence number accepted of each author in a topic with `ReplayPolicy.growingSequenceNumbers`.
struct ReplayGuard {
    private var highest: [PeerID: UInt64] = [:]
    /// The authors in the order they were first seen, so that a full table forgets the oldest.
    private var order = Fifo<PeerID>()

    /// Whether a message of `author` with that number is older than what was accepted already.
    func isReplay(_ sequenceNumber: UInt64, of author: PeerID) -> Bool {
        guard let accepted = highest[author] else { return false }
        return sequenceNumber <= accepted
    }

    /// Remembers an accepted message.
    mutating func accept(_ sequenceNumber: UInt64, of author: PeerID, limit: Int) {
        if highest.updateValue(sequenceNumber, forKey: author) == nil {
            order.append(author)
            if order.count > limit, let oldest = order.popFirst() { highest[oldest] = nil }
        }
    }
}
