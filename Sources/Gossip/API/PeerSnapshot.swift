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
    /// The topics it is subscribed to, as far as they are kept, sorted.
    public var topics: [String]
    /// Messages waiting in its outbound queue.
    public var queuedMessages: Int
    /// Parts of RPCs dropped because the peer does not read.
    public var dropped: UInt64
}
