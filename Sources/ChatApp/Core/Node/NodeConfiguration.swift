import Gossip
public import History
public import Net
import PubSub

/// What a node is made of.
public struct NodeConfiguration: Sendable {
    /// Our key pair.
    public var identity: KeyPair
    /// The build that runs.
    public var engine: Engine
    /// The name shown beside our messages.
    public var nick: Nick
    /// The rooms joined at start; the last is the current one.
    public var rooms: [RoomName]
    /// Where to listen; empty listens nowhere.
    public var listenAddresses: [Multiaddr]
    /// Whether these are the defaults, of which one may fail unsaid.
    public var areListenAddressesDefault: Bool
    /// The peers to dial and to keep redialling.
    public var dialAddresses: [Multiaddr]
    /// How much of each room is kept; nil keeps and offers nothing.
    public var history: HistoryKeep?
    /// Whether the driver has a store for it: it is asked by `Node.pollStorage`. Default false.
    public var storesHistory = false
    /// 64 bytes of entropy from the system.
    public var seed: [UInt8]
    /// The Unix time at the start, in nanoseconds.
    public var unixNanoseconds: UInt64
    /// The first sequence number of our messages and of our peer record, from which both grow.
    ///
    /// It has to be higher than any that the key has used before: other peers drop what is lower as a
    /// repetition. For a key that is made at the start, and for one whose numbers nobody keeps, the Unix time
    /// in nanoseconds is the best guess.
    public var firstSequenceNumber: UInt64

    /// How many bytes `seed` has.
    public static let seedBytes = 64

    /// The configuration that a command line asks for.
    public init(
        options: ChatOptions,
        identity: KeyPair,
        engine: Engine,
        seed: [UInt8],
        unixNanoseconds: UInt64,
        firstSequenceNumber: UInt64
    ) {
        self.identity = identity
        self.engine = engine
        nick = options.nick
        rooms = options.rooms
        listenAddresses = options.listenAddresses
        areListenAddressesDefault = options.areListenAddressesDefault
        dialAddresses = options.dialAddresses
        history = options.history
        self.seed = seed
        self.unixNanoseconds = unixNanoseconds
        self.firstSequenceNumber = firstSequenceNumber
    }

    /// For the choice among members, which need not be secret.
    var historySeed: UInt64 {
        SHA256.hash(Array("history".utf8) + seed).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// How the node gossips.
    ///
    /// - Parameter maximumTraces: The messages whose way is remembered.
    func pubsub(maximumTraces: Int) -> PubSubConfiguration {
        var swarm = SwarmConfiguration(agentVersion: Version.agent)
        swarm.servesPerf = true
        swarm.inboundProtocols = [Introductions.protocolName]
        if history != nil { swarm.inboundProtocols.append(HistoryExchange.protocolName) }
        var gossip = GossipConfiguration()
        gossip.limits.maximumTraces = maximumTraces
        // Whoever sits in the middle of a room tells everybody at every heartbeat, not a third of them.
        gossip.gossip.lazyDegree = 24
        gossip.gossip.exchangesPeers = true
        // A peer that lost its connection for a minute is told of all it has missed. It hands that on to the
        // next one that comes back, a minute later: a message is known for ten times as long as it is kept.
        gossip.gossip.historyLength = 60
        gossip.gossip.seenLifetime = .seconds(600)
        return PubSubConfiguration(swarm: swarm, gossip: gossip)
    }
}
