import Net

/// What follows from a decision about a mesh.
enum MeshAction: Equatable {
    /// The peer is a member now.
    case add(PeerSlot)
    /// The peer is no longer a member.
    case remove(PeerSlot)
    /// The peer is told that it is a member (GRAFT).
    case sendGraft(PeerSlot)
    /// The peer is told that it is none, and for how long (PRUNE).
    ///
    /// Other peers are recommended to it if `exchangesPeers` is true: only to one that has done nothing
    /// wrong.
    case sendPrune(PeerSlot, backoff: Interval, exchangesPeers: Bool)
    /// The peer has come in spite of a backoff (P7).
    case penalize(PeerSlot, Double)
}
