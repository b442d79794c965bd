public import Net

/// Broadcasts messages to the peers of a topic: gossipsub 1.0 to 1.3, with floodsub as fallback.
///
/// The router knows peers and bytes only; streams and connections are the driver's. It reads no clock and is never called
/// back: after every call that changes it ("mutate, then drain to nil") the driver polls its outputs until there are none,
/// and calls `handleTimeout` at `nextDeadline`.
///
/// For each peer the driver reports `receivePeerConnected` once it can write to the peer's pub/sub stream, and passes on
/// the RPCs read from the peer only after that.
///
/// - Note: The specifications are `pubsub/README.md` and `pubsub/gossipsub/gossipsub-v1.0.md` to `v1.3.md` of libp2p/specs.
public struct GossipRouter {
    /// The settings given at the start.
    public let configuration: GossipConfiguration
    /// Who we are.
    public let localPeer: PeerID
    /// What was counted since the start.
    public internal(set) var counters = GossipCounters()

    let authenticator: MessageAuthenticator
    let directPeers: [PeerID]
    var random: SeededRandom
    var nextSequenceNumber: UInt64

    var peers = SlotTable<PeerID, PeerState>()
    var topics = SlotTable<TopicName, TopicState>()
    /// The joined topics, in the order they were joined.
    var joined: [TopicSlot] = []
    /// Topics that are known from peers alone.
    var foreignTopicCount = 0

    var seen = SeenCache()
    var cache = MessageCache()
    var held = HeldMessages()
    var pending = PendingValidations()
    var deliveries = DeliveryWindow()
    var promises = PromiseTracker()
    var colocation = ColocationTable()
    var retained = RetainedScores()
    var traces: MessageTraces

    var heartbeatCount: UInt64 = 0
    var nextHeartbeat: Instant
    var nextDecay: Instant
    var outputs = Fifo<GossipOutput>()
    /// Peers with something in their queue that read.
    var sendable = Fifo<PeerID>()

    /// A router without peers or topics.
    ///
    /// - Parameters:
    ///   - authenticator: Signs what is published here and checks what comes.
    ///   - configuration: The settings; they cannot be changed later.
    ///   - seed: 32 bytes, for the choice of peers; from the system's entropy, so that nobody can tell whom we choose.
    ///   - initialSequenceNumber: The first message carries the next number. It has to be higher than any number used
    ///     before with this identity: the Unix time in nanoseconds, for instance.
    ///   - now: The driver's time.
    public init(
        authenticator: MessageAuthenticator,
        configuration: GossipConfiguration = GossipConfiguration(),
        seed: [UInt8],
        initialSequenceNumber: UInt64,
        now: Instant
    ) {
        self.authenticator = authenticator
        self.configuration = configuration
        localPeer = authenticator.peerID
        directPeers = configuration.directPeers
        traces = MessageTraces(limit: configuration.limits.maximumTraces)
        random = SeededRandom(seed: seed)
        nextSequenceNumber = initialSequenceNumber
        nextHeartbeat = now + configuration.gossip.initialHeartbeatDelay
        nextDecay = now + (configuration.scoring?.decayInterval ?? .zero)
    }

    /// A router whose messages are signed by `localIdentity`; otherwise as the other initializer.
    public init(
        localIdentity: KeyPair,
        configuration: GossipConfiguration = GossipConfiguration(),
        seed: [UInt8],
        initialSequenceNumber: UInt64,
        now: Instant
    ) {
        self.init(
            authenticator: .identity(localIdentity),
            configuration: configuration,
            seed: seed,
            initialSequenceNumber: initialSequenceNumber,
            now: now
        )
    }

    /// The protocol ids to negotiate, in order of preference.
    public static var protocols: [String] {
        GossipProtocol.allCases.reversed().map { $0.identifier }
    }

    // MARK: - Time and outputs

    /// When `handleTimeout` is to be called next.
    public var nextDeadline: Instant? { nextHeartbeat }

    /// Does what is due by `now`.
    public mutating func handleTimeout(now: Instant) {
        guard now >= nextHeartbeat else { return }
        // A driver that slept through several heartbeats gets one: the others would find nothing to do.
        nextHeartbeat = now + configuration.gossip.heartbeatInterval
        heartbeat(now: now)
    }

    /// The next thing to do or to tell; nil when there is nothing left.
    ///
    /// What goes to one peer is gathered until it is polled, so that it needs as few RPCs as possible.
    public mutating func pollOutput() -> GossipOutput? {
        if let output = outputs.popFirst() { return output }
        while let peer = sendable.popFirst() {
            guard let slot = peers.slot(of: peer), peers[slot].queue.isListed, !peers[slot].queue.isCongested,
                let rpc = nextRPC(to: slot)
            else {
                if let slot = peers.slot(of: peer) { peers[slot].queue.isListed = false }
                continue
            }
            // One RPC to each in turn: what is urgent for the last peer does not wait for what is long for the first.
            sendable.append(peer)
            counters.rpcsSent += 1
            counters.bytesSent += UInt64(rpc.bytes.count)
            counters.messageBytesSent += UInt64(rpc.messageBytes)
            return .send(peer, rpc.bytes)
        }
        return nil
    }

    private mutating func nextRPC(to slot: PeerSlot) -> OutboundRPC? {
        let declined = peers[slot].declined
        let limits = configuration.limits
        guard !declined.isEmpty else { return peers[slot].queue.next(limits: limits) { _ in false } }
        var suppressed: UInt64 = 0
        let rpc = peers[slot].queue.next(limits: limits) { id in
            let isDeclined = declined[id] != nil
            if isDeclined { suppressed += 1 }
            return isDeclined
        }
        counters.suppressed += suppressed
        return rpc
    }
}
