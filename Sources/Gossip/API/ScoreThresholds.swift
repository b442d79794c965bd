/// The scores below which peers lose rights (specs `gossipsub-v1.1.md`, "Score Thresholds").
public struct ScoreThresholds: Sendable, Equatable {
    /// Below: no gossip to the peer, and none heeded from it. At most 0; default -10.
    public var gossip = -10.0
    /// Below: own messages are not sent to the peer. At most `gossip`; default -50.
    public var publish = -50.0
    /// Below: whatever the peer sends is dropped unread. At most `publish`; default -80.
    public var graylist = -80.0
    /// Below: peer exchange is not heeded. At least 0; default 5, which takes time and deliveries to earn.
    public var acceptExchange = 5.0
    /// Below this median score of a mesh, better peers are grafted. At least 0; default 1.
    public var opportunisticGraft = 1.0

    /// The defaults named above.
    public init() {}
}
