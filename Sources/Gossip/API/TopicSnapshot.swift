public import Net

/// One topic of a `GossipSnapshot`.
public struct TopicSnapshot: Sendable {
    /// The topic.
    public var topic: String
    /// Whether it is joined; otherwise it is only published to.
    public var isJoined: Bool
    /// The members of our mesh, in the order of their ids.
    public var mesh: [PeerID]
    /// The peers published to while the topic is not joined, in the order of their ids.
    public var fanout: [PeerID]
    /// Connected subscribers.
    public var subscriberCount: Int
    /// Peers that must not be grafted before the time named.
    public var backoffs: [(peer: PeerID, until: Instant)]
}
