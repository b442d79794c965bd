import Net

/// The subscribers of a topic that messages of ours may go to.
struct Audience {
    let peers: [PeerSlot]
    /// Of these, the ones that are in no mesh and get every message: direct peers, and peers of floodsub.
    let meshless: SlotSet<PeerID>

    init(_ subscribers: SlotSet<PeerID>, _ peers: PeerTable, _ scores: inout Scores) {
        var chosen: [PeerSlot] = []
        var meshless = SlotSet<PeerID>()
        for slot in subscribers where Self.includes(slot, peers, &scores) {
            chosen.append(slot)
            if peers[slot].isDirect || !peers[slot].version.hasMesh { meshless.insert(slot) }
        }
        self.peers = chosen
        self.meshless = meshless
    }

    /// Whether messages of ours go to the peer.
    static func includes(_ slot: PeerSlot, _ peers: PeerTable, _ scores: inout Scores) -> Bool {
        peers[slot].isDirect || !peers[slot].isDismissed && scores.allowsPublishing(slot)
    }
}
