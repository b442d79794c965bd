/// The settings of one topic. All peers of a topic have to agree on `signing` and `messageID`.
public struct TopicConfiguration: Sendable {
    /// Whether messages are signed; default `.strictSign`.
    public var signing = SigningPolicy.strictSign
    /// How messages are identified; default `.authorAndSequenceNumber`.
    public var messageID = MessageIDScheme.authorAndSequenceNumber
    /// Who validates messages; default `.automatic`.
    public var validation = ValidationMode.automatic
    /// How replays are told; default `.seenCacheOnly`.
    public var replay = ReplayPolicy.seenCacheOnly
    /// How peers earn and lose score in this topic; nil leaves the topic out of the score.
    public var scoring: TopicScoreParameters? = TopicScoreParameters()

    /// Signed messages, go's message id, no application validator, scored.
    public init() {}

    /// The scheme in force: unsigned messages have nothing but their content to be told apart by.
    var effectiveMessageID: MessageIDScheme {
        signing == .strictNoSign ? .contentHash : messageID
    }
}
