public import Net

/// One simulated run: who takes part, over what network, and what goes wrong.
public struct SimulationConfiguration: Sendable {
    /// Peers in all, attackers included; at least 2.
    public var peers = 1_000
    /// D, the mesh degree aimed at; D_lo is one less and D_hi twice as many.
    public var degree = 6
    /// Everything random depends on it.
    public var seed: UInt64 = 1
    /// Messages published, each by a random honest peer.
    public var messages = 20
    /// Bytes of payload in each.
    public var payloadBytes = 200
    /// Connections that each peer opens; default `degree`, so that it has about twice as many.
    public var dials: Int?
    /// Peers that all others dial, and nobody else: stars that share their rays; 0 for a random network.
    public var hubs = 0
    /// How long a peer has to be up before it is expected to get what is published.
    public var settling = Interval.seconds(5)
    /// How long a byte travels.
    public var latency = LatencyModel.uniform(.milliseconds(30), .milliseconds(70))
    /// What each peer can send, in bytes per second; nil for no limit.
    public var bandwidth: Int?
    /// The time in which all peers come up and dial.
    public var rampUp = Interval.seconds(10)
    /// The time after that before the first message.
    public var warmUp = Interval.seconds(10)
    /// The time between two messages.
    public var publishInterval = Interval.milliseconds(500)
    /// The time after the last message: gossip needs some heartbeats to repair what the meshes have missed.
    public var coolDown = Interval.seconds(6)
    /// The share of peers that leaves and comes back every minute; 0 for none.
    public var churnPerMinute = 0.0
    /// How long a peer that left stays away.
    public var absence = Interval.seconds(10)
    /// The share of peers that is cut off from the others while the middle third of the messages is
    /// published; 0 for none.
    public var partitionShare = 0.0
    /// The share of links cut, all at one moment in the middle of the run; 0 for none.
    public var cutShare = 0.0
    /// The share of peers that read slowly: `slowBandwidth` bytes per second.
    public var slowShare = 0.0
    /// What a slow peer reads, in bytes per second.
    public var slowBandwidth = 2_000
    /// The attack; nil for none.
    public var attack: AttackScene?
    /// Whether peers are scored.
    public var isScored = true
    /// Whether a message goes to all subscribers its author knows, instead of its mesh.
    public var floodsOwnMessages = false
    /// Whether large messages are declined by IDONTWANT.
    public var declinesCopies = true
    /// Whether peers keep what was said and complete it for each other. A peer that leaves comes back with
    /// what it had, and misses what is said meanwhile: delivery then counts every honest peer and every
    /// message.
    public var keepsHistory = false
    /// The share of the peers that is away while the middle third of the messages is published; with
    /// `keepsHistory` alone.
    public var absentShare = 0.0
    /// Whether each peer leaves and comes back once, one after the other; with `keepsHistory` alone.
    public var everybodyLeavesOnce = false
    /// How often meshes and scores are sampled for the plots.
    public var sampleInterval = Interval.seconds(1)

    /// A thousand peers, no faults.
    public init() {}
}
