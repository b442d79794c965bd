public import Net

/// The sizes of a topic's mesh (specs `gossipsub-v1.0.md` "Parameters", `gossipsub-v1.1.md`).
public struct MeshParameters: Sendable, Equatable {
    /// D: the number of mesh peers aimed at; default 6.
    public var degree = 6
    /// D_lo: below this many peers the mesh is filled up to `degree`; default 5.
    public var degreeLow = 5
    /// D_hi: a mesh of this many peers accepts no GRAFT, and one above is cut down to `degree`; default 12.
    public var degreeHigh = 12
    /// D_score: how many of the best peers survive a cut; default 4.
    public var degreeScore = 4
    /// D_out: how many outbound connections a mesh keeps; below `degreeLow` and at most half of `degree`;
    /// default 2.
    public var degreeOutbound = 2
    /// How long a pruned peer is not grafted again, either way; default 60 s.
    public var pruneBackoff = Interval.seconds(60)
    /// The same after leaving the topic; default 10 s.
    public var unsubscribeBackoff = Interval.seconds(10)
    /// The longest backoff believed from a peer; default one hour.
    public var maximumBackoff = Interval.seconds(3_600)
    /// How much longer than a backoff we wait ourselves, so that clocks may differ; default 1 s.
    public var backoffSlack = Interval.seconds(1)
    /// A GRAFT within this time after our PRUNE counts as flood; default 10 s.
    public var graftFloodThreshold = Interval.seconds(10)
    /// The heartbeats from one opportunistic grafting to the next; 0 for none; default 60.
    public var opportunisticGraftTicks = 60
    /// How many peers one opportunistic grafting adds; default 2.
    public var opportunisticGraftPeers = 2
    /// Whether a new subscriber is grafted at once while the mesh is below `degreeLow`, instead of at the
    /// next heartbeat; default true.
    public var graftsOnSubscription = true

    /// The defaults named above.
    public init() {}

    /// The defaults scaled to `degree` mesh peers: D_lo one below, D_hi twice, D_score two thirds, D_out a
    /// third.
    ///
    /// `degree` is taken as at least 1.
    public init(degree: Int) {
        let degree = max(1, degree)
        self.degree = degree
        degreeLow = max(1, degree - 1)
        degreeHigh = degree * 2
        degreeScore = degree * 2 / 3
        degreeOutbound = min(degree / 3, max(0, degreeLow - 1))
    }
}
