public import Net

/// What others can make history hold or do, with the bounds set to it.
public struct HistoryLimits: Equatable, Sendable {
    /// The longest message that is kept, in bytes; default 64 KiB. A longer one is said and not kept.
    public var messageBytes = 65_536
    /// How far an author's clock may be ahead, in seconds; default 600. What is later waits until then.
    public var futureSeconds: UInt64 = 600
    /// The messages of a room that wait for their time; default 64. Further ones are not kept.
    public var waitingMessages = 64
    /// The ids remembered of messages that were sorted out, so that they are not asked for again; default
    /// 4,096.
    public var declinedMessages = 4_096
    /// The reconciliations of ours under way, each with another peer; default 4.
    public var askingSessions = 4
    /// Those that others have begun, at most one of a peer; default 8.
    public var answeringSessions = 8
    /// What is planned and waits; default 1,000.
    public var plannedMeetings = 1_000
    /// The bytes a second that all reconciliations together send; default 1 MiB.
    public var bytesPerSecond = 1_048_576
    /// The messages that one peer may bring in an hour; default 65,536.
    public var messagesPerPeer = 65_536
    /// Their bytes; default 32 MiB.
    public var bytesPerPeer = 32 * 1_048_576
    /// The peers whose messages are counted; default 1,000.
    public var countedPeers = 1_000
    /// A session in which nothing moves for so long ends; default 30 s.
    public var patience = Interval.seconds(30)
    /// The reconciliation itself.
    public var reconciliation = ReconciliationLimits()

    /// The defaults.
    public init() {}
}
