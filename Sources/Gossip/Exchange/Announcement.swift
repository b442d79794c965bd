import Net

/// An IHAVE for one peer.
struct Announcement {
    let peer: PeerSlot
    /// Entries of the control part of an RPC.
    let entries: [[UInt8]]
}
