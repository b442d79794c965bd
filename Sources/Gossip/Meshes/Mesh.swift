import Net

/// The mesh of one topic.
struct Mesh {
    /// Empty unless the topic is joined.
    var members = SlotSet<PeerID>()
    /// Of the members, those whose connection we opened.
    var outbound = SlotSet<PeerID>()
    /// Members that are told at the next heartbeat what they may have missed.
    var waiting = SlotSet<PeerID>()
    var backoffs = BackoffTable()
}
