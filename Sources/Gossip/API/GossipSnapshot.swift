/// What a router holds at one moment: for an inspector and for metrics.
public struct GossipSnapshot: Sendable {
    /// The topics joined or published to, in the order of their names.
    public var topics: [TopicSnapshot] = []
    /// The topics that connected peers are in, ours or not, and how many are, in the order of their names.
    public var subscriptions: [(topic: String, count: Int)] = []
    /// The connected peers, in the order of their ids.
    public var peers: [PeerSnapshot] = []
    /// The heartbeats so far.
    public var heartbeats: UInt64 = 0
    /// Ids in the seen cache.
    public var seenMessages = 0
    /// Messages in the message cache.
    public var cachedMessages = 0
    /// Bytes of messages in the message cache.
    public var cachedBytes = 0
    /// Messages that wait for validation.
    public var pendingValidations = 0
    /// Messages kept for late peers.
    public var heldMessages = 0
    /// Messages asked for by IWANT that have not come yet.
    public var promises = 0
    /// Topics known from peers alone.
    public var foreignTopics = 0
    /// Scores remembered of peers that are gone.
    public var retainedScores = 0
    /// The ways of the latest `GossipLimits.maximumTraces` messages, in the order they came.
    public var traces: [MessageTrace] = []
    /// The counters since the start.
    public var counters = GossipCounters()

    /// Nothing at all.
    public init() {}
}
