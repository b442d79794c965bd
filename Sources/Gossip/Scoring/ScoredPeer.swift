import Net

/// A connected peer, as the scores see it.
struct ScoredPeer {
    var score = PeerScore()
    /// Where it is, if that counts for P6.
    var address: AddressGroup?
    /// Direct peers are not scored, nor are vacant slots.
    var isScored = false
    /// When missing deliveries were excused last.
    var excusedAt: Instant?
    /// The total score, with the state of the colocation table that it was computed from; nil when it has
    /// changed since.
    var total: (value: Double, colocation: UInt64)?
}
