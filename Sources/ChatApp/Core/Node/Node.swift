import Gossip
public import Net

/// A chat peer: composes the swarm and the gossip router, and keeps the rooms.
///
/// Calling contract. Call `start` once; feed commands, and inputs as a `TransportClient`; after every change drain `pollEffect` and
/// `pollEvent` until both answer nil in one round. `ChatEvent.closed` is the last event, and `outcome` then says
/// how it ended. A node reads no clock; `now` never runs backwards.
///
/// A node is one peer and is not copied, so it is a class; it is confined to the thread (or event loop) of its driver.
public final class Node: TransportClient {
    /// How the node ended; nil while it runs.
    public internal(set) var outcome: NodeOutcome?

    /// The messages whose way the inspector can show.
    static let maximumTraces = 100

    let configuration: NodeConfiguration
    let swarm: Swarm
    var router: GossipRouter
    var streams: GossipStreams

    var nick: Nick
    var rooms = RoomBook()
    var nicks = NickBook()
    var ignored: Set<PeerID> = []
    var travelTimes = TravelTimes(limit: Node.maximumTraces)
    var outbox = Outbox()
    var startup = Startup(listeners: [])
    var closing = Closing()
    var dialled: [Multiaddr] = []
    var input = InputQueue()
    var quitsAfterInput = false
    /// The time of the last change.
    private(set) var lastInstant: Instant

    private(set) var hasStarted = false
    /// What happened before `ready` was said.
    private var heldEvents: [ChatEvent] = []
    private var events: [ChatEvent] = []
    private var nextEvent = 0
    /// Unix time at the driver's origin, in milliseconds.
    private var unixOrigin: Int64

    /// A node that does nothing yet.
    public init(configuration: NodeConfiguration, now: Instant) {
        precondition(configuration.seed.count == NodeConfiguration.seedBytes, "the seed has 64 bytes")
        self.configuration = configuration
        nick = configuration.nick
        lastInstant = now
        unixOrigin = Int64(clamping: configuration.unixNanoseconds / 1_000_000) - now.nanoseconds / 1_000_000
        var swarmConfiguration = SwarmConfiguration()
        swarmConfiguration.agentVersion = Version.agent
        swarmConfiguration.inboundProtocols = GossipRouter.protocols
        swarmConfiguration.recordSequenceNumber = configuration.unixNanoseconds / 1_000_000
        swarm = Swarm(
            identity: configuration.identity,
            configuration: swarmConfiguration,
            seed: Array(configuration.seed[..<32]),
            now: now
        )
        var gossip = GossipConfiguration()
        gossip.limits.maximumTraces = Self.maximumTraces
        // Who sits in the middle of a room tells everybody at every heartbeat, not a third of them.
        gossip.gossip.lazyDegree = 24
        gossip.gossip.exchangesPeers = true
        router = GossipRouter(
            localIdentity: configuration.identity,
            configuration: gossip,
            seed: Array(configuration.seed[32...]),
            initialSequenceNumber: configuration.unixNanoseconds,
            now: now
        )
        streams = GossipStreams(swarm: swarm, maximumFrameBytes: router.configuration.limits.maximumRPCBytes)
    }

    /// Our peer id.
    public var localPeer: PeerID { swarm.localPeer }

    /// Begins to listen. `ready` follows when it is settled where; then the rooms are joined and the peers dialled.
    public func start(now: Instant) {
        precondition(!hasStarted, "a node is started once")
        hasStarted = true
        startup = Startup(listeners: configuration.listenAddresses.map { swarm.listen(on: $0) })
        if startup.isSettled { becomeReady(now: now) }
        settle(now: now)
    }

    // MARK: - Outputs

    /// The next event; nil when there is none.
    public func pollEvent() -> ChatEvent? {
        guard nextEvent < events.count else {
            events.removeAll(keepingCapacity: true)
            nextEvent = 0
            return nil
        }
        defer { nextEvent += 1 }
        return events[nextEvent]
    }

    /// Tells the outside; what comes before `ready` waits for it, and nothing comes after `closed`.
    func tell(_ event: ChatEvent) {
        guard !closing.isClosed else { return }
        if startup.isSettled {
            events.append(event)
        } else {
            heldEvents.append(event)
        }
    }

    /// Unix time in milliseconds.
    func unixMilliseconds(_ now: Instant) -> UInt64 {
        UInt64(clamping: unixOrigin.addingReportingOverflow(now.nanoseconds / 1_000_000).partialValue)
    }

    /// The system's clock was read: it may have been set.
    func noteClock(_ milliseconds: UInt64, now: Instant) {
        unixOrigin =
            Int64(clamping: milliseconds).subtractingReportingOverflow(now.nanoseconds / 1_000_000)
            .partialValue
    }

    // MARK: - Start

    /// Takes what became of a listener.
    func settleListener(_ listener: ListenerID, isBound: Bool, now: Instant) {
        switch startup.receive(listener, isBound: isBound) {
        case .wait: break
        case .ready: becomeReady(now: now)
        case .fail:
            releaseHeldEvents()
            outcome = .failed(reason: "no address could be bound")
            quit(reason: "no address could be bound", lingers: false, now: now)
        }
    }

    private func becomeReady(now: Instant) {
        events.append(.ready(peer: localPeer, agent: Version.agent, engine: configuration.engine))
        releaseHeldEvents()
        for room in configuration.rooms { join(room, now: now) }
        for address in configuration.dialAddresses { dial(address, now: now) }
    }

    private func releaseHeldEvents() {
        events.append(contentsOf: heldEvents)
        heldEvents.removeAll()
    }

    // MARK: - The end

    /// Goes to the end: at once, or when what was typed is handed over.
    func quit(reason: String, lingers: Bool, now: Instant) {
        let canMeetPeers = !swarm.listenAddresses.isEmpty || !dialled.isEmpty
        let waits = lingers && (streams.hasBacklog || !outbox.isEmpty && canMeetPeers)
        carryOut(closing.request(reason: reason, lingers: waits, now: now), now: now)
    }

    private func carryOut(_ action: Closing.Action, now: Instant) {
        switch action {
        case .none: break
        case .shutDown: swarm.shutdown(now: now)
        case .close(let reason):
            releaseHeldEvents()
            events.append(.closed(reason: reason))
            if outcome == nil { outcome = .finished }
        }
    }

    // MARK: - After every change

    /// Moves what is inside until nothing moves: the swarm's events into the router, the router's outputs into the swarm.
    func settle(now: Instant) {
        lastInstant = now
        var action = Closing.Action.none
        repeat {
            while move(now: now) {}
            let hasUnsent = !outbox.isEmpty || streams.hasBacklog
            action = closing.advance(hasUnsent: hasUnsent, isShutDown: swarm.isShutDown, now: now)
            carryOut(action, now: now)
        } while action != .none
    }

    /// Moves one thing; returns whether there was one. What peers sent is read before the next event is looked at, which may say
    /// that the peer is gone.
    private func move(now: Instant) -> Bool {
        if let output = pollRouter() {
            receive(output, now: now)
        } else if streams.readNext(router: &router, now: now) {
            return true
        } else if let event = swarm.pollEvent() {
            receive(event, now: now)
        } else {
            return carryOutInput(now: now)
        }
        return true
    }

    /// Not inlined: merged with the accesses around it, the optimizer would keep the router's open while its output, which
    /// may change the router, is acted on.
    @inline(never)
    private func pollRouter() -> GossipOutput? {
        router.pollOutput()
    }
}
