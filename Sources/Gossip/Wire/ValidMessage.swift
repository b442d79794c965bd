import Net

/// A message on its way to the application and to other peers.
struct ValidMessage {
    let message: GossipMessage
    let encoded: EncodedMessage
    /// The peers that have sent it, the first one first: all are to blame if it is invalid, and none of them
    /// needs it.
    var senders: [PeerID]

    /// Whether the peer needs no copy: it is the author, or has sent the message itself.
    func isKnown(to peer: PeerID) -> Bool {
        peer == message.from || senders.contains(peer)
    }
}
