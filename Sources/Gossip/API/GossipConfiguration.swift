public import Net

/// The settings of a router. The defaults suit a chat among strangers and interoperate with go, rust, nim, js
/// and py.
public struct GossipConfiguration: Sendable {
    /// Mesh sizes and backoffs.
    public var mesh = MeshParameters()
    /// Heartbeat, caches and gossip.
    public var gossip = GossipParameters()
    /// What peers can make us hold or do.
    public var limits = GossipLimits()
    /// Peer scoring; nil switches it off, and every peer's score is 0.
    public var scoring: PeerScoreParameters? = PeerScoreParameters()
    /// The score below which peers lose rights.
    public var thresholds = ScoreThresholds()
    /// The settings of a topic that none were given for by `GossipRouter.configure`.
    public var topicDefaults = TopicConfiguration()
    /// Which topics peers may subscribe to.
    public var subscriptionFilter = SubscriptionFilter.any
    /// Peers that are always sent everything, are never in a mesh, and are not scored (specs
    /// `gossipsub-v1.1.md`, "Explicit Peering Agreements").
    public var directPeers: [PeerID] = []

    /// The defaults.
    public init() {}
}
