import Net

/// What is known of one topic, whoever is in it.
struct GossipTopic {
    let name: TopicName
    let text: String
    var configuration: TopicConfiguration
    /// What we use it for; a topic that we use is one of ours.
    var uses: TopicUses = []
    /// Whether peers may have score in it.
    var wasJoined = false
    var subscribers = SlotSet<PeerID>()

    var isJoined: Bool { uses.contains(.joined) }

    /// Whether peers' limits leave it out: a topic of ours is never crowded out.
    var isOwn: Bool { !uses.isEmpty }
}
