import Net

/// A connected peer, as the scores see it.
struct ScoredPeer {
    var score = PeerScore()
    /// Where it is, if that counts for P6.
    var address: AddressGroup?
    /// Direct peers are not scored, and no slot is that is nobody's.
    var isScored = false
    /// When missing deliveries were excused last.
    var excusedAt: Instant?
    /// The total score, with the state of the colocation table that it was reckoned from; nil when it has
    /// changed since.
    var total: (value: Double, colocation: UInt64)?
}
