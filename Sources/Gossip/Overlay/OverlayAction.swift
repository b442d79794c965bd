import Net

/// What follows from a change of the overlay, in the order in which it is to be done.
enum OverlayAction {
    /// The driver is told.
    case emit(GossipOutput)
    /// A field of an RPC goes to the peer.
    case sendPlain([UInt8], to: PeerSlot)
    /// An entry of the control part goes to the peer.
    case sendControl([UInt8], to: PeerSlot)
    /// The peer is told what it may have missed in a topic.
    case catchUp(PeerSlot, TopicSlot)
    /// The peer is in the topic now: it may take what was published while nobody was there.
    case handOver(TopicSlot, to: PeerSlot)
    /// The peer is in the topic no longer.
    case left(PeerSlot, TopicSlot)
    /// The topic is no longer known, and its slot will be reused.
    case forget(TopicSlot)
}
