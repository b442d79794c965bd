internal import DequeModule

/// A peer: owns the connections, dials and listens, proves identities, and offers streams.
///
/// Calling contract. Whatever changes a swarm (a command, an input, the time) may leave events and effects behind: after it,
/// drain `pollEvent` and `pollEffect` until both answer `nil` in one round, since draining effects writes to connections and
/// so may make streams writable. A swarm reads no clock; `now` never runs backwards.
///
/// A swarm is one peer and is not copied, so it is a class; it is confined to the thread (or event loop) of its driver.
public final class Swarm {
    /// Our key pair.
    public let identity: KeyPair
    /// Our peer id.
    public let localPeer: PeerID
    /// What was asked for at the start.
    public let configuration: SwarmConfiguration

    /// What we prove in every handshake.
    let channelIdentity: NoiseIdentity
    /// The protocols of which inbound streams are accepted, in the order in which identify tells them.
    let acceptedProtocols: [String]
    /// How long a connection that another one has made redundant is kept without streams: long enough that the peer has seen
    /// the other one too, and has none on its way.
    static let redundancyGrace = Interval.seconds(5)

    var random: SeededRandom
    /// The latest `now` that was told.
    var clock: Instant
    var effects = Deque<TransportEffect>()
    var events = Deque<SwarmEvent>()

    var listeners: [ListenerID: ListenerState] = [:]
    var dialer: Dialer
    /// The ways of a connection: a dial (outbound only), an upgrade, established; then closing, until the driver is done.
    var dials: [ConnectionID: PendingDial] = [:]
    var upgrades: [ConnectionID: Upgrade] = [:]
    var established: [ConnectionID: Connection] = [:]
    var closing: [ConnectionID: [UInt8]] = [:]
    var peers: [PeerID: PeerState] = [:]
    var protections: [PeerID: [String]] = [:]

    var addressBook = AddressBook()
    /// How often our addresses have changed.
    var recordChanges: UInt64 = 0
    /// Our signed record, until our addresses change.
    var ownRecord: [UInt8]?

    var deadlines = DeadlineQueue()
    /// Connections that may have something to write.
    var dirty = Deque<ConnectionID>()
    var tally = SwarmCounters()
    var isShuttingDown = false
    private var nextConnection: UInt64 = 1
    private var nextListener: UInt64 = 1

    /// A peer without listeners or connections.
    ///
    /// - Parameters:
    ///   - identity: Our key pair; its public half is our peer id.
    ///   - configuration: What is offered and tolerated; it cannot be changed later.
    ///   - seed: 32 bytes of entropy, for the handshakes' ephemeral keys, pings and jitter. Using the same seed twice with the
    ///     same identity, outside a simulation, gives away the connections' secrets.
    ///   - now: The driver's time.
    public init(identity: KeyPair, configuration: SwarmConfiguration, seed: [UInt8], now: Instant) {
        self.identity = identity
        self.localPeer = identity.peerID
        self.configuration = configuration
        var random = SeededRandom(seed: seed)
        self.channelIdentity = NoiseIdentity(
            keyPair: identity,
            staticKey: random.bytes(NoiseIdentity.staticKeyBytes)
        )
        self.random = random
        let services = ServiceProtocol.allCases.filter {
            $0 != .performance || configuration.servesPerformanceTests
        }
        self.acceptedProtocols = services.map { $0.name } + configuration.inboundProtocols
        self.clock = now
        self.dialer = Dialer(
            concurrency: configuration.dialConcurrency,
            initialBackoff: configuration.initialDialBackoff,
            maximumBackoff: configuration.maximumDialBackoff
        )
    }

    // MARK: - Commands

    /// Listens on `address`. Answered by `.listening` once per address that it stands for, or by `.listenFailed`.
    @discardableResult
    public func listen(on address: Multiaddr) -> ListenerID {
        let listener = ListenerID(rawValue: nextListener)
        nextListener += 1
        listeners[listener] = ListenerState(requested: address)
        effects.append(.listen(listener, address))
        return listener
    }

    /// Stops listening; answered by `.listenerClosed` for each address. Its connections stay.
    public func closeListener(_ listener: ListenerID) {
        guard listeners[listener] != nil else { return }
        effects.append(.closeListener(listener))
    }

    /// Dials `address`. Answered by `.connected` unless the peer already is, or by `.dialFailed`.
    ///
    /// - Parameters:
    ///   - address: A host and TCP port, or a `/dnsaddr` where the driver has TXT look-ups: then one of those that its records
    ///     name is connected. With `/p2p`, in the address or the record, the peer must prove that id.
    ///   - keep: Dial again, with growing waits, whenever the peer is not connected, until `forget`.
    ///   - now: The driver's time.
    public func dial(_ address: Multiaddr, keep: Bool, now: Instant) {
        clock = now
        guard address.tcpEndpoint != nil || address.dnsaddrName != nil else {
            events.append(.dialFailed(address, .unsupportedAddress))
            return
        }
        guard address.peerID != localPeer else {
            events.append(.dialFailed(address, .selfDial))
            return
        }
        dialer.add(address, keep: keep, now: now)
        if let peer = address.peerID, peers[peer] != nil {
            dialer.receivePeerConnected(peer, now: now)
        }
        startDials()
    }

    /// Dials the address no more; a dial under way is given up. A connection that it led to stays.
    public func forget(_ address: Multiaddr) {
        guard let connection = dialer.remove(address) else { return }
        if dials.removeValue(forKey: connection) != nil || removeUpgrade(connection) != nil {
            effects.append(.abort(connection))
        }
    }

    /// Closes every connection of the peer in good order. Addresses that are kept are dialled again after a while: `forget`
    /// them first to be rid of the peer.
    public func disconnect(_ peer: PeerID, now: Instant) {
        clock = now
        guard let state = peers[peer] else { return }
        for id in state.connections {
            if let connection = established[id] { close(connection, reason: .requested) }
        }
    }

    /// Keeps connections of the peer from being closed for idleness or to make room, until `unprotect` with the same tag.
    public func protect(_ peer: PeerID, tag: String) {
        if protections[peer]?.contains(tag) != true {
            protections[peer, default: []].append(tag)
        }
    }

    /// Takes back `protect`.
    public func unprotect(_ peer: PeerID, tag: String) {
        protections[peer]?.removeAll { $0 == tag }
        if protections[peer]?.isEmpty == true { protections[peer] = nil }
    }

    /// Ends everything in good order: listeners close, dials are given up, connections go away after what was written has
    /// gone out. Nothing can be started afterwards.
    public func shutdown(now: Instant) {
        clock = now
        isShuttingDown = true
        dialer.removeAll()
        for listener in listeners.keys.sorted() { effects.append(.closeListener(listener)) }
        for connection in (Array(dials.keys) + Array(upgrades.keys)).sorted() {
            effects.append(.abort(connection))
        }
        dials.removeAll()
        upgrades.removeAll()
        tally.pendingInbound = 0
        for id in established.keys.sorted() {
            if let connection = established[id] { close(connection, reason: .shutdown) }
        }
    }

    // MARK: - Outputs

    /// The next event, or `nil` when there is none.
    public func pollEvent() -> SwarmEvent? {
        events.popFirst()
    }

    // MARK: - Queries

    /// The established connections, oldest first.
    public var connections: [ConnectionSummary] {
        established.keys.sorted().compactMap { id in
            established[id].map { $0.summary(info: peers[$0.peer]?.info) }
        }
    }

    /// The connected peers, in the order of their ids.
    public var connectedPeers: [PeerID] { peers.keys.sorted() }

    /// Whether the peer is connected.
    public func isConnected(to peer: PeerID) -> Bool { peers[peer] != nil }

    /// What the peer said of itself, if it did.
    public func identifyInfo(of peer: PeerID) -> IdentifyInfo? { peers[peer]?.info }

    /// Where we listen, without `/p2p`.
    public var listenAddresses: [Multiaddr] {
        listeners.keys.sorted().flatMap { listeners[$0]?.addresses ?? [] }
    }

    /// What the swarm holds and has done.
    public var counters: SwarmCounters {
        var counters = tally
        counters.pendingOutbound = dials.count + upgrades.count - tally.pendingInbound
        counters.peers = peers.count
        counters.knownPeers = addressBook.peerCount
        for connection in established.values {
            counters.streams += connection.streams.count
            counters.totalBytesReceived &+= connection.bytesReceived
            counters.totalBytesSent &+= connection.account.sentCount
        }
        return counters
    }

    /// Whether everything has ended after `shutdown`: no socket is left to the driver.
    public var isShutDown: Bool {
        isShuttingDown && listeners.isEmpty && established.isEmpty && closing.isEmpty
    }

    // MARK: - Shared by the parts

    func makeConnectionID() -> ConnectionID {
        defer { nextConnection += 1 }
        return ConnectionID(rawValue: nextConnection)
    }

    /// Starts as many dials as may run.
    func startDials() {
        guard !isShuttingDown else { return }
        while let address = dialer.next(as: ConnectionID(rawValue: nextConnection), now: clock) {
            let id = makeConnectionID()
            let dial = PendingDial(address: address, deadline: clock + PendingDial.timeout)
            dials[id] = dial
            deadlines.insert(id, at: dial.deadline)
            effects.append(.connect(id, address))
        }
    }

    /// Remembers that the connection may have something to write.
    func markDirty(_ connection: Connection) {
        guard !connection.notes.isDirty else { return }
        connection.notes.isDirty = true
        dirty.append(connection.id)
    }

    /// Queues the connection's deadline, if it is earlier than the one that is queued.
    func reschedule(_ connection: Connection) {
        var deadline = connection.nextDeadline ?? .distantFuture
        if let ping = connection.notes.nextPing { deadline = min(deadline, ping) }
        if let unused = unusedDeadline(of: connection) { deadline = min(deadline, unused) }
        for session in connection.services.values {
            if let limit = session.deadline { deadline = min(deadline, limit) }
        }
        guard deadline < connection.notes.scheduledDeadline ?? .distantFuture else { return }
        connection.notes.scheduledDeadline = deadline
        deadlines.insert(connection.id, at: deadline)
    }
}
