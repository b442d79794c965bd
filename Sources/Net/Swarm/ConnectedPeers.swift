internal import DequeModule

/// Who is connected, by which connection, who is to be dialled, and where others may be reached.
///
/// It owns the connections. The swarm drains `pollEvent` and `pollEffect` until both answer `nil` in one
/// round.
struct ConnectedPeers {
    /// Its events, for the swarm.
    enum Event {
        /// For the program, as it stands.
        case program(SwarmEvent)
        /// A peer asks who we are, on that stream.
        case identifyRequested(EstablishedConnection, YamuxStreamID)
    }

    /// How many of a peer's addresses are tried at a time.
    private static let addressesPerDial = 4

    private let localPeer: PeerID
    private var pool: ConnectionPool
    private(set) var table = PeerTable()
    private var dialer: Dialer
    private var addressBook = AddressBook()
    /// For the waits of the dialer.
    private var random: SeededRandom
    /// The latest time that was passed in.
    private(set) var now: Instant
    private var isShuttingDown = false
    private var events = Deque<Event>()

    /// A table without peers.
    ///
    /// - Parameter random: For handshakes, pings and jitter; used here alone.
    init(
        identity: LocalNoiseIdentity,
        acceptedProtocols: [String],
        configuration: SwarmConfiguration,
        random: SeededRandom,
        now: Instant
    ) {
        var random = random
        localPeer = identity.peerID
        pool = ConnectionPool(
            identity: identity,
            acceptedProtocols: acceptedProtocols,
            configuration: configuration,
            random: SeededRandom(seed: random.bytes(32)),
            now: now
        )
        self.random = random
        self.now = now
        dialer = Dialer(
            concurrency: configuration.dialConcurrency,
            initialBackoff: configuration.initialDialBackoff,
            maximumBackoff: configuration.maximumDialBackoff
        )
    }

    /// Sets the time of the commands and inputs that follow.
    mutating func advance(to now: Instant) {
        self.now = now
        pool.advance(to: now)
    }

    // MARK: - Dials

    /// The addresses that are being dialled, or are to be.
    var pendingDials: [(address: Multiaddr, next: Instant?)] { dialer.pending }

    /// Dials an address, and again whenever its peer is not connected if it is to be kept.
    mutating func dial(_ address: Multiaddr, keep: Bool) {
        guard address.tcpEndpoint != nil || address.dnsaddrName != nil else {
            events.append(.program(.dialFailed(address, .unsupportedAddress)))
            return
        }
        guard address.peerID != localPeer else {
            events.append(.program(.dialFailed(address, .selfDial)))
            return
        }
        dialer.add(address, keep: keep, now: now)
        if let peer = address.peerID, table.contains(peer) {
            dialer.receivePeerConnected(peer, now: now)
            updateKeeping(of: peer)
        }
        startDials()
    }

    /// Dials a peer at the addresses that are known of it; returns whether there is one, or the peer is
    /// connected.
    mutating func dial(_ peer: PeerID) -> Bool {
        guard peer != localPeer else { return false }
        guard !table.contains(peer) else { return true }
        let known = addressBook.addresses(of: peer, now: now).prefix(Self.addressesPerDial)
        for address in known { dial(address.withPeerID(peer), keep: false) }
        return !known.isEmpty
    }

    /// Dials the address no more.
    mutating func forget(_ address: Multiaddr) {
        if let dial = dialer.remove(address) { pool.abandonDial(dial) }
        for peer in table.peers { updateKeeping(of: peer) }
    }

    private mutating func startDials() {
        guard !isShuttingDown else { return }
        while let address = dialer.next(as: pool.nextDial, now: now) { pool.dial(address) }
    }

    // MARK: - Peers

    /// Closes every connection of a peer.
    mutating func disconnect(_ peer: PeerID) {
        for id in table.connections(of: peer) { pool.close(id, .requested) }
    }

    /// Keeps the peer's connections though nobody uses them.
    mutating func protect(_ peer: PeerID, tag: String) {
        table.protect(peer, tag: tag)
        updateKeeping(of: peer)
    }

    /// Takes back `protect`.
    mutating func unprotect(_ peer: PeerID, tag: String) {
        table.unprotect(peer, tag: tag)
        updateKeeping(of: peer)
    }

    /// Tells the connections of a peer whether they are kept though nobody uses them.
    private func updateKeeping(of peer: PeerID) {
        let isKept = table.isProtected(peer) || dialer.keeps(peer)
        for id in table.connections(of: peer) { pool.established(id)?.isKept = isKept }
    }

    /// Remembers where a peer may be reached.
    mutating func addAddresses(_ addresses: [Multiaddr], of peer: PeerID, source: AddressSource) {
        if peer != localPeer { addressBook.add(addresses, of: peer, source: source, now: now) }
    }

    /// Where a peer may be reached, the most trusted address first.
    func addresses(of peer: PeerID, now: Instant) -> [Multiaddr] {
        addressBook.addresses(of: peer, now: now)
    }

    /// Remembers the addresses of a record that the peer has signed; returns whether it was believed.
    mutating func addSignedRecord(_ envelope: [UInt8], of peer: PeerID) -> Bool {
        let record: PeerRecord
        do throws(EnvelopeError) {
            record = try PeerRecord(envelope: envelope[...])
        } catch {
            return false
        }
        guard record.peerID == peer, peer != localPeer, table.receive(record, envelope: envelope) else {
            return false
        }
        addressBook.add(record.addresses, of: peer, source: .signedRecord, now: now)
        return true
    }

    // MARK: - Connections

    /// The connection, while it is established. After it was changed, call `update`.
    func connection(_ id: ConnectionID) -> EstablishedConnection? { pool.established(id) }

    /// The connection that carries the peer.
    func carrier(of peer: PeerID) -> EstablishedConnection? {
        table.carrier(of: peer).flatMap { pool.established($0) }
    }

    /// Passes on a connection's events after a change, and schedules its output.
    mutating func update(_ connection: EstablishedConnection) { pool.update(connection) }

    /// The connection may have something to write, and has no events.
    mutating func markDirty(_ id: ConnectionID) { pool.markDirty(id) }

    /// The established connections, oldest first.
    var summaries: [ConnectionSummary] { pool.established.map { $0.summary(table.info(of: $0.facts.peer)) } }

    /// What is held and has been done.
    var counters: SwarmCounters {
        var counters = pool.counters
        counters.peers = table.count
        counters.knownPeers = addressBook.peerCount
        return counters
    }

    /// Ends everything; nothing can be begun afterwards.
    mutating func shutdown() {
        isShuttingDown = true
        dialer.removeAll()
        pool.shutdown()
    }

    /// Whether no socket is left to the driver.
    var isEmpty: Bool { pool.isEmpty }

    // MARK: - Events

    /// The next event.
    mutating func pollEvent() -> Event? {
        while let event = pool.pollEvent() { receive(event) }
        return events.popFirst()
    }

    private mutating func receive(_ event: PoolEvent) {
        switch event {
        case .established(let connection): register(connection)
        case .ended(let connection, let reason): unregister(connection, reason)
        case .dialFailed(let id, let address, let error):
            events.append(.program(.dialFailed(address, error)))
            // Our own address will never lead anywhere else.
            if error == .selfDial, address.dnsaddrName == nil { _ = dialer.remove(address) }
            dialer.receiveFailed(id, now: now, random: &random)
            startDials()
        case .stream(let stream, let event): events.append(.program(.stream(stream, event)))
        case .roundTrip(let peer, let interval): events.append(.program(.roundTrip(peer, interval)))
        case .answered(let peer): chooseCarrier(of: peer)
        case .identifyRequested(let connection, let stream):
            events.append(.identifyRequested(connection, stream))
        case .identified(let peer, let message):
            addressBook.add(message.listenAddresses, of: peer, source: .identify, now: now)
            if let envelope = message.signedPeerRecord { _ = addSignedRecord(envelope, of: peer) }
            if let info = table.receive(message, from: peer) {
                events.append(.program(.identified(peer, info)))
            }
        }
    }

    private mutating func register(_ connection: EstablishedConnection) {
        let facts = connection.facts
        if facts.direction == .outbound {
            dialer.receiveConnected(facts.id, to: facts.peer, now: now)
            addressBook.add([facts.remote], of: facts.peer, source: .dialled, now: now)
        }
        dialer.receivePeerConnected(facts.peer, now: now)
        // Dials of ours that would only lose against this connection have shown nothing of themselves yet.
        if facts.direction == .outbound || facts.peer < localPeer {
            for dial in pool.abandonDials(to: facts.peer) {
                dialer.receiveConnected(dial, to: facts.peer, now: now)
            }
        }
        if table.add(facts.id, of: facts.peer) {
            let address = facts.remote.withPeerID(facts.peer)
            events.append(.program(.connected(facts.peer, facts.id, address: address, facts.direction)))
        } else {
            chooseCarrier(of: facts.peer)
            askOthers(than: facts.id, of: facts.peer)
        }
        updateKeeping(of: facts.peer)
        startDials()
    }

    /// A second connection often means that the others are dead and nobody knows.
    private mutating func askOthers(than newest: ConnectionID, of peer: PeerID) {
        for id in table.connections(of: peer) where id != newest {
            guard let other = pool.established(id) else { continue }
            other.askForAnswer(now: now)
            pool.update(other)
        }
    }

    private mutating func unregister(_ connection: EstablishedConnection, _ reason: DisconnectReason) {
        let facts = connection.facts
        guard table.remove(facts.id, of: facts.peer) else {
            chooseCarrier(of: facts.peer)
            return
        }
        events.append(.program(.disconnected(facts.peer, reason)))
        dialer.receivePeerDisconnected(facts.peer, now: now, random: &random)
        startDials()
    }

    /// Chooses which connection carries the peer, and notes which are of no use any more; each of them is
    /// closed after a while.
    private mutating func chooseCarrier(of peer: PeerID) {
        let all = table.connections(of: peer).compactMap { pool.established($0) }
        let usable = all.filter { $0.isUsable }
        let preference = ConnectionPreference(localPeer: localPeer, remotePeer: peer)
        guard let carrier = preference.carrier(among: (usable.isEmpty ? all : usable).map { $0.candidate })
        else { return }
        if table.setCarrier(carrier.connection, of: peer) {
            events.append(.program(.carrierChanged(peer, carrier.connection)))
        }
        for connection in all {
            connection.setRedundant(preference.mayClose(connection.candidate, for: carrier), now: now)
            pool.markDirty(connection.facts.id)
        }
    }

    // MARK: - The driver's side

    mutating func receiveAccepted(_ id: ConnectionID, remote: Multiaddr, isWelcome: Bool) {
        pool.receiveAccepted(id, remote: remote, isWelcome: isWelcome)
    }

    mutating func receiveConnected(_ id: ConnectionID, remote: Multiaddr) {
        pool.receiveConnected(id, remote: remote)
    }

    mutating func receive(_ bytes: ArraySlice<UInt8>, on id: ConnectionID) { pool.receive(bytes, on: id) }

    mutating func receiveSent(_ byteCount: Int, on id: ConnectionID) { pool.receiveSent(byteCount, on: id) }

    mutating func receiveEnded(_ id: ConnectionID) { pool.receiveEnded(id) }

    mutating func receiveClosed(_ id: ConnectionID, _ error: TransportError?) {
        pool.receiveClosed(id, error)
    }

    /// Does what is due.
    mutating func handleTimeout() {
        pool.handleTimeout()
        startDials()
    }

    /// When `handleTimeout` is wanted.
    var nextDeadline: Instant? {
        guard !isShuttingDown, let dialing = dialer.nextDeadline else { return pool.nextDeadline }
        return pool.nextDeadline.map { min($0, dialing) } ?? dialing
    }

    /// The next effect to carry out.
    mutating func pollEffect() -> TransportEffect? { pool.pollEffect() }

    /// Moves out what is ready for a socket.
    mutating func takeOutbound(_ id: ConnectionID, replacement: consuming [UInt8]) -> [UInt8] {
        pool.takeOutbound(id, replacement: replacement)
    }
}
