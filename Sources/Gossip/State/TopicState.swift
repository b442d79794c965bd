import Net

/// What the router knows of one topic.
struct TopicState {
    let name: TopicName
    let text: String
    var configuration: TopicConfiguration
    var isJoined = false
    /// Whether the application has given settings, which are kept.
    var isConfigured = false
    /// Whether peers may have score in the topic.
    var wasJoined = false
    /// Whether the counts of foreign topics leave this one out; follows `isOwn`.
    var isCountedAsOwn = false
    var subscribers = SlotSet<PeerID>()
    /// Our mesh; empty unless the topic is joined.
    var mesh = SlotSet<PeerID>()
    /// Members of the mesh that are told at the next heartbeat what they may have missed.
    var waiting = SlotSet<PeerID>()
    var fanout: Fanout?
    var backoffs = BackoffTable()
    var replay = ReplayGuard()

    /// Whether the topic is one of ours: peers' limits never crowd it out.
    var isOwn: Bool { isJoined || isConfigured || fanout != nil }

    /// Whether nobody wants the topic any more, so that it can be forgotten.
    var isUnused: Bool { !isOwn && subscribers.isEmpty && backoffs.isEmpty }
}
