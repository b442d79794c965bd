/// Everything that a peer can make us hold or do, with the bound set to it.
public struct GossipLimits: Sendable, Equatable {
    /// The longest RPC accepted, in bytes; default 1 MiB, as in go-libp2p.
    public var maximumRPCBytes = 1_048_576
    /// The longest message accepted, in bytes of its protobuf; default 1 MiB.
    public var maximumMessageBytes = 1_048_576
    /// The longest payload published from here, in bytes; default 1 MiB less room for the envelope.
    public var maximumPublishBytes = 1_048_576 - 1_024
    /// RPCs are split to stay at or below this size, in bytes, except for a single message that is longer;
    /// default 65,000, because rust-libp2p refuses more than 64 KiB.
    public var outboundRPCBytes = 65_000
    /// The most control bytes in one RPC sent; default 15,000, because rust-libp2p refuses more than 16 KiB.
    public var outboundControlBytes = 15_000
    /// Control entries do not share an RPC with a message of at least this many bytes, but go before it;
    /// default 1,024.
    public var separateMessageBytes = 1_024
    /// The longest topic, in bytes; default 1,024.
    public var maximumTopicBytes = 1_024
    /// The longest message id accepted in control messages, in bytes; default 256.
    public var maximumMessageIDBytes = 256
    /// Subscription changes in one RPC; default 1,000.
    public var maximumSubscriptionsPerRPC = 1_000
    /// Topics that one peer may be subscribed to; further ones are ignored; default 100. Topics of our own
    /// never count.
    public var maximumTopicsPerPeer = 100
    /// Topics known from peers alone, of all peers together; default 10,000.
    public var maximumForeignTopics = 10_000
    /// Messages in one RPC; default 5,000.
    public var maximumMessagesPerRPC = 5_000
    /// IHAVE, IWANT, GRAFT, PRUNE and IDONTWANT entries in one RPC; default 1,000.
    public var maximumControlEntriesPerRPC = 1_000
    /// Message ids in the control part of one RPC that are read, the rest is skipped; default 25,000.
    public var maximumMessageIDsPerRPC = 25_000
    /// RPCs with IHAVE heeded per peer and heartbeat; default 10.
    public var maximumHaveMessages = 10
    /// Ids asked for, or announced, per peer and heartbeat; default 5,000.
    public var maximumHaveLength = 5_000
    /// RPCs with IDONTWANT heeded per peer and heartbeat; default 1,000.
    public var maximumDontWantMessages = 1_000
    /// Ids taken from one IDONTWANT; default 10.
    public var maximumDontWantLength = 10
    /// Ids kept per peer from IDONTWANT; default 10,000.
    public var maximumDontWantKept = 10_000
    /// Recommended peers taken from one PRUNE, or put into one; default 16.
    public var maximumExchangedPeers = 16
    /// Bytes of a signed peer record kept per peer; default 4,096.
    public var maximumRecordBytes = 4_096
    /// Ids in the seen cache; the oldest go first; default 200,000.
    public var maximumSeenMessages = 200_000
    /// Bytes of messages in the message cache; the oldest go first; default 16 MiB.
    public var maximumCacheBytes = 16 * 1_048_576
    /// Messages that wait for the application's validation; further ones are dropped; default 8,192.
    public var maximumPendingValidations = 8_192
    /// Senders remembered of one message that waits for validation; default 64.
    public var maximumPendingSenders = 64
    /// Broken promises tracked; default 10,000.
    public var maximumPromises = 10_000
    /// Authors whose highest sequence number is remembered per topic; default 10,000.
    public var maximumReplayAuthors = 10_000
    /// Messages queued for one peer that does not read; further ones are dropped; default 8,192: a burst of
    /// short messages passes a busy peer, and memory is bounded by the bytes below.
    public var maximumQueuedMessages = 8_192
    /// Bytes queued for one peer that does not read; default 4 MiB.
    public var maximumQueuedBytes = 4 * 1_048_576
    /// Control entries queued for one peer that does not read; gossip is dropped first; default 512.
    public var maximumQueuedControlEntries = 512
    /// Backoffs kept per topic; default 10,000.
    public var maximumBackoffsPerTopic = 10_000
    /// Messages kept for late peers; publishing more fails; default 256.
    public var maximumHeldMessages = 256
    /// Bytes of messages kept for late peers; default 4 MiB.
    public var maximumHeldBytes = 4 * 1_048_576
    /// Disconnected peers whose score is remembered; default 2,000.
    public var maximumRetainedScores = 2_000
    /// Messages whose way is remembered for `GossipSnapshot.traces`; default 0, none: only an inspector wants
    /// it.
    public var maximumTraces = 0

    /// The defaults named above.
    public init() {}
}
