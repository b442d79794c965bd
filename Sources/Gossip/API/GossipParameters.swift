public import Net

/// Heartbeat, caches and the lazy push of message ids (specs `gossipsub-v1.0.md` "Parameters", v1.1, v1.2).
public struct GossipParameters: Sendable, Equatable {
    /// The time between two heartbeats; default 1 s.
    public var heartbeatInterval = Interval.seconds(1)
    /// The time before the first heartbeat; default 100 ms.
    public var initialHeartbeatDelay = Interval.milliseconds(100)
    /// mcache_len: for how many heartbeats a message can be asked for; default 5.
    public var historyLength = 5
    /// mcache_gossip: for how many heartbeats its id is gossiped; default 3.
    public var historyGossip = 3
    /// D_lazy: gossip goes to at least this many peers outside the mesh; default 6.
    public var lazyDegree = 6
    /// The share of the peers outside the mesh that gossip goes to if that is more; default 0.25.
    public var factor = 0.25
    /// How often one message is sent to one peer that asks for it; default 3.
    public var retransmissionLimit = 3
    /// How long an id is remembered as seen, from its first sight; default 120 s.
    public var seenLifetime = Interval.seconds(120)
    /// How long the peers are kept of a topic that is published to without being joined; default 60 s.
    public var fanoutLifetime = Interval.seconds(60)
    /// How long a peer that announced a message may take to send it; default 3 s.
    public var wantFollowup = Interval.seconds(3)
    /// Whether own messages go to every subscriber of good score instead of the mesh alone; default true.
    public var floodsOwnMessages = true
    /// Messages of at least this many bytes of payload are announced by IDONTWANT; default 1,024.
    public var dontWantThresholdBytes = 1_024
    /// For how many heartbeats an IDONTWANT is heeded; default 3.
    public var dontWantLifetimeTicks = 3
    /// The heartbeats after which a direct peer that is not connected is dialled again; default 300.
    public var directReconnectTicks = 300
    /// Whether PRUNE recommends other peers; default false.
    public var exchangesPeers = false
    /// Whether the test extension of v1.3 is announced, and answered; default true.
    public var answersTestExtension = true

    /// The defaults named above.
    public init() {}

    /// How long a message can be asked for.
    var historyTime: Interval { heartbeatInterval * Int64(historyLength) }
}
