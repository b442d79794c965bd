import Net

/// A reconciliation that is planned.
struct Meeting {
    let peer: PeerID
    let topic: String
    var due: Instant
    /// How often the peer was busy.
    var refusals = 0
}
