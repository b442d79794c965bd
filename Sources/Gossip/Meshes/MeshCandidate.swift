import Net

/// A subscriber as a mesh sees it.
struct MeshCandidate {
    let slot: PeerSlot
    let peer: PeerID
    let isOutbound: Bool
    let score: Double

    init(_ slot: PeerSlot, _ peers: PeerTable, _ scores: inout Scores) {
        self.slot = slot
        peer = peers[slot].id
        isOutbound = peers[slot].isOutbound
        score = scores.total(of: slot)
    }
}
