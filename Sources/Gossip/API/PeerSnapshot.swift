public import Net

/// One connected peer of a `GossipSnapshot`.
public struct PeerSnapshot: Sendable {
    /// Who it is.
    public var peer: PeerID
    /// What was negotiated with it.
    public var version: GossipProtocol
    /// Whether it is a direct peer, which is not scored.
    public var isDirect: Bool
    /// Its score, taken apart.
    public var score: ScoreComponents
    /// The behaviour penalties it has earned that have not decayed yet (P7).
    public var penalties: Double
    /// The topics it is subscribed to, as far as they are kept, sorted.
    public var topics: [String]
    /// Messages waiting in its outbound queue.
    public var queuedMessages = 0
    /// Messages that it has declined by IDONTWANT.
    public var declinedMessages = 0
    /// Parts of RPCs dropped because the peer does not read.
    public var dropped: UInt64 = 0
}
