internal import DequeModule

/// The life of every connection, from the dial or the accepted socket to the last byte, within the limits.
///
/// The swarm drains `pollEvent` and `pollEffect` until both answer `nil` in one round.
struct ConnectionPool {
    /// How long a connection must have been unused before it may be closed to make room.
    private static let unusedBeforeTrimming = Interval.seconds(30)

    private let configuration: SwarmConfiguration
    /// What is accepted on inbound streams.
    private let acceptedProtocols: [String]
    private var secrets: ConnectionSecrets
    /// The latest `now` that was passed in.
    private var clock: Instant
    private var isShuttingDown = false
    private var table = ConnectionTable()
    private var agenda = ConnectionAgenda()
    private var effects = Deque<TransportEffect>()
    private var events = Deque<PoolEvent>()
    /// What has happened, and the bytes held.
    private var totals = SwarmCounters()

    /// No connections. `random` is used here alone.
    init(
        identity: LocalNoiseIdentity,
        acceptedProtocols: [String],
        configuration: SwarmConfiguration,
        random: SeededRandom,
        now: Instant
    ) {
        let timeout = configuration.connection.handshakeTimeout
        secrets = ConnectionSecrets(identity: identity, random: random, handshakeTimeout: timeout)
        self.acceptedProtocols = acceptedProtocols
        self.configuration = configuration
        clock = now
    }

    /// Sets the time of the commands and inputs that follow.
    mutating func advance(to now: Instant) { clock = now }

    // MARK: - Commands

    /// The id that the next dial gets.
    var nextDial: ConnectionID { table.nextDial }

    /// Dials; answered by `established` or `dialFailed`.
    mutating func dial(_ address: Multiaddr) {
        let id = table.dial(address, now: clock)
        agenda.schedule(id, at: clock + PendingConnection.dialTimeout)
        effects.append(.connect(id, address))
    }

    /// Abandons a dial; no event follows.
    mutating func abandonDial(_ id: ConnectionID) {
        if case .pending? = table[id] { abandon(id) }
    }

    /// Abandons the dials that are meant for a peer; returns them.
    mutating func abandonDials(to peer: PeerID) -> [ConnectionID] {
        let dials = table.pendingDials(to: peer)
        for id in dials { abandon(id) }
        return dials
    }

    /// The connection, while it is established. After it was changed, call `update`.
    func established(_ id: ConnectionID) -> EstablishedConnection? { table.established(id) }

    /// The established connections, oldest first.
    var established: [EstablishedConnection] { table.established }

    /// Passes on a connection's events after a change, and schedules its output.
    mutating func update(_ connection: EstablishedConnection) {
        guard drainEvents(of: connection) else { return }
        accountMemory(of: connection)
        agenda.markDirty(connection.facts.id)
    }

    /// The connection may have something to write, and has no events.
    mutating func markDirty(_ id: ConnectionID) { agenda.markDirty(id) }

    /// Closes a connection, after what was written to it has left.
    mutating func close(_ id: ConnectionID, _ reason: DisconnectReason) {
        guard let connection = table.established(id) else { return }
        table[id] = .closing(ClosingConnection(draining: connection, now: clock))
        agenda.markDirty(id)
        end(connection, reason)
    }

    /// Ends everything; nothing can be begun afterwards.
    mutating func shutdown() {
        isShuttingDown = true
        for id in table.pending { abandon(id) }
        for connection in table.established { close(connection.facts.id, .shutdown) }
    }

    /// Whether no socket is left to the driver.
    var isEmpty: Bool { table.isEmpty }

    // MARK: - From the driver

    /// A listener has accepted a socket. It stays if the listener is known (`isWelcome`) and limits allow.
    mutating func receiveAccepted(_ id: ConnectionID, remote: Multiaddr, isWelcome: Bool) {
        guard isWelcome, !isShuttingDown, hasRoom(for: .inbound), hasRoomForHandshake() else {
            totals.totalRefused += 1
            effects.append(.abort(id))
            return
        }
        let handshake = secrets.handshake(id, .inbound, remote, expectedPeer: nil, now: clock)
        put(PendingConnection(accepted: handshake), id)
    }

    /// A dial has led to a socket. `remote` names the peer where the dialled address stood for several.
    mutating func receiveConnected(_ id: ConnectionID, remote: Multiaddr) {
        guard case .pending(var pending)? = table[id], pending.isDialing else {
            effects.append(.abort(id))
            return
        }
        let expectedPeer = pending.remote.peerID ?? remote.peerID
        let remote = pending.remote
        pending.begin(secrets.handshake(id, .outbound, remote, expectedPeer: expectedPeer, now: clock))
        put(pending, id)
    }

    /// Bytes have come.
    mutating func receive(_ bytes: ArraySlice<UInt8>, on id: ConnectionID) {
        do throws(ConnectionError) {
            switch table[id] {
            case .pending(var pending)?:
                let result = try pending.receive(bytes)
                put(pending, id)
                if let result { establish(result) }
            case .established(let connection)?:
                try connection.receive(bytes, now: clock)
                update(connection)
            case .closing(let closing)?:
                try closing.receive(bytes, now: clock)
                agenda.markDirty(id)
            case nil: break
            }
        } catch {
            fail(id, error)
        }
    }

    /// The kernel has taken bytes.
    mutating func receiveSent(_ byteCount: Int, on id: ConnectionID) {
        switch table[id] {
        case .pending(var pending)?:
            pending.receiveSent(byteCount, now: clock)
            put(pending, id)
        case .established(let connection)?:
            connection.receiveSent(byteCount, now: clock)
            agenda.markDirty(id)
        case .closing(var closing)?:
            closing.receiveSent(byteCount, now: clock)
            table[id] = .closing(closing)
            agenda.markDirty(id)
        case nil: break
        }
    }

    /// The peer half-closed: nothing more comes.
    mutating func receiveEnded(_ id: ConnectionID) {
        switch table[id] {
        case .pending(let pending)?: fail(id, pending, .handshake(.truncated))
        case .established?: close(id, .closedByPeer)
        case .closing?, nil: break
        }
    }

    /// The socket is gone, or was never there.
    mutating func receiveClosed(_ id: ConnectionID, _ error: TransportError?) {
        let state = table[id]
        drop(id)
        switch state {
        case .pending(let pending)?:
            let silent = pending.isDialing ? DialError.transport(.aborted) : .handshake(.truncated)
            report(id, pending, error.map { .transport($0) } ?? silent)
        case .established(let connection)?: end(connection, error.map { .transport($0) } ?? .closedByPeer)
        case .closing?, nil: break
        }
    }

    // MARK: - Pending connections

    private mutating func put(_ pending: PendingConnection, _ id: ConnectionID) {
        table[id] = .pending(pending)
        agenda.schedule(id, at: pending.deadline)
        agenda.markDirty(id)
    }

    private mutating func fail(_ id: ConnectionID, _ pending: PendingConnection, _ error: DialError) {
        abandon(id)
        report(id, pending, error)
    }

    /// A peer that dialled us learns of it by the closed socket.
    private mutating func report(_ id: ConnectionID, _ pending: PendingConnection, _ error: DialError) {
        guard !pending.isInbound else { return totals.totalFailedInbound += 1 }
        totals.totalFailedOutbound += 1
        events.append(.dialFailed(id, pending.remote, error))
    }

    private mutating func abandon(_ id: ConnectionID) {
        drop(id)
        effects.append(.abort(id))
    }

    private mutating func drop(_ id: ConnectionID) {
        table[id] = nil
        agenda.forget(id)
    }

    // MARK: - Established connections

    private mutating func establish(_ result: HandshakeResult) {
        if let limit = limitReached(by: result.session.remotePeerID, result.direction) {
            totals.totalRefused += 1
            fail(result.id, .limitReached(limit))
            return
        }
        let protocols = acceptedProtocols
        let connection = EstablishedConnection(result, configuration, accepting: protocols, now: clock)
        table[result.id] = .established(connection)
        totals.totalEstablished += 1
        events.append(.established(connection))
        connection.requestIdentify(now: clock)
        pingIfDue(connection)
        do throws(ConnectionError) {
            try connection.resume(result, now: clock)
            update(connection)
        } catch {
            fail(connection, error)
        }
    }

    private mutating func pingIfDue(_ connection: EstablishedConnection) {
        if connection.isPingDue(now: clock) { connection.ping(payload: secrets.pingPayload(), now: clock) }
    }

    /// Passes on a connection's events; returns whether it is still established.
    private mutating func drainEvents(of connection: EstablishedConnection) -> Bool {
        while let event = connection.pollEvent(now: clock) {
            if case .over = event { close(connection.facts.id, .closedByPeer) }
            if let event = PoolEvent(event, of: connection) { events.append(event) }
        }
        return table.established(connection.facts.id) != nil
    }

    private mutating func fail(_ id: ConnectionID, _ error: ConnectionError) {
        switch table[id] {
        case .pending(let pending)?: fail(id, pending, DialError(error))
        case .established(let connection)?: fail(connection, error)
        case .closing?, nil: abandon(id)
        }
    }

    /// Ends a connection whose peer broke the rules or is not there any more.
    private mutating func fail(_ connection: EstablishedConnection, _ error: ConnectionError) {
        // Streams may have come to their end in the same bytes.
        guard drainEvents(of: connection) else { return }
        switch error {
        case .stalled, .unresponsive: abandon(connection.facts.id)
        default:
            connection.goAway(.protocolError)
            connection.fill(now: clock)
            leave(ClosingConnection(leaving: connection), connection.facts.id)
        }
        end(connection, DisconnectReason(error))
    }

    /// Has the driver write what is in the channel, and close the socket.
    private mutating func leave(_ closing: ClosingConnection, _ id: ConnectionID) {
        table[id] = .closing(closing)
        effects.append(.flush(id))
        effects.append(.close(id))
    }

    /// Tells the end of a connection that is not established any more, that of its streams first.
    private mutating func end(_ connection: EstablishedConnection, _ reason: DisconnectReason) {
        totals.heldBytes += connection.releaseMemory()
        totals.add(connection.summary(nil))
        for id in connection.programStreams {
            events.append(.stream(StreamID(connection: connection.facts.id, stream: id), .reset))
        }
        events.append(.ended(connection, reason))
    }

    // MARK: - Limits

    /// Whether another handshake may begin. At the limit one is evicted: silence locks nobody out.
    private mutating func hasRoomForHandshake() -> Bool {
        guard table.counts.pendingInbound >= configuration.limits.pendingInbound else { return true }
        guard let id = table.mostDispensableHandshake else { return false }
        abandon(id)
        totals.totalFailedInbound += 1
        return true
    }

    /// The limit that forbids a connection with this peer.
    private mutating func limitReached(by peer: PeerID, _ direction: Direction) -> ConnectionLimit? {
        let most = configuration.limits.establishedPerPeer
        if table.establishedCount(of: peer) >= most { return .connectionsPerPeer }
        return !isShuttingDown && hasRoom(for: direction) ? nil : .connections
    }

    /// Whether another connection may be established; the one idle for longest is closed if it makes room.
    private mutating func hasRoom(for direction: Direction) -> Bool {
        guard table.counts.isFull(direction, configuration.limits) else { return true }
        let instant = clock - Self.unusedBeforeTrimming
        guard let unused = table.longestUnused(for: direction, since: instant) else { return false }
        totals.totalTrimmed += 1
        close(unused.facts.id, .trimmed)
        return true
    }

    /// Counts what the connection holds; if that is too much, it is closed, or the one that holds the most.
    private mutating func accountMemory(of connection: EstablishedConnection) {
        totals.heldBytes += connection.accountMemory()
        let held = totals.heldBytes
        guard let holder = table.excessiveHolder(connection, held, configuration.limits) else { return }
        totals.totalTrimmed += 1
        fail(holder, .limitReached(.memory))
    }

    /// What the connections are and have been.
    var counters: SwarmCounters { totals.adding(table) }

    // MARK: - Time

    /// Does what is due.
    mutating func handleTimeout() {
        while let id = agenda.nextDue(now: clock) {
            switch table[id] {
            case .pending(let pending)?:
                if pending.deadline <= clock { fail(id, pending, pending.lateness) } else { put(pending, id) }
            case .established(let connection)?: handleTimeout(of: connection)
            case .closing?: agenda.markDirty(id)
            case nil: break
            }
        }
    }

    private mutating func handleTimeout(of connection: EstablishedConnection) {
        do throws(ConnectionError) {
            try connection.handleTimeout(now: clock)
        } catch {
            return fail(connection, error)
        }
        pingIfDue(connection)
        update(connection)
        let id = connection.facts.id
        guard table.established(id) != nil,
            let deadline = connection.endDeadline(idleTimeout: configuration.idleTimeout), deadline <= clock
        else { return }
        guard connection.isSilent else {
            close(id, .idle)
            return
        }
        abandon(id)
        end(connection, .failed(.unresponsive))
    }

    /// When `handleTimeout` is wanted.
    var nextDeadline: Instant? { agenda.nextDeadline }

    // MARK: - Outputs

    /// The next event.
    mutating func pollEvent() -> PoolEvent? { events.popFirst() }

    /// The next effect to carry out.
    mutating func pollEffect() -> TransportEffect? {
        while true {
            if let effect = effects.popFirst() { return effect }
            guard let id = agenda.nextDirty() else { return nil }
            switch table[id] {
            case .pending(var pending)?:
                if pending.announceFlush(now: clock) { effects.append(.flush(id)) }
                table[id] = .pending(pending)
            case .established(let connection)?:
                connection.fill(now: clock)
                if drainEvents(of: connection) { announceOutput(of: connection) }
            case .closing(let closing)?: advance(closing, id)
            case nil: break
            }
        }
    }

    private mutating func announceOutput(of connection: EstablishedConnection) {
        let id = connection.facts.id
        if connection.announceFlush(now: clock) { effects.append(.flush(id)) }
        if let isPaused = connection.updateReading() {
            effects.append(isPaused ? .pauseReading(id) : .resumeReading(id))
        }
        agenda.schedule(id, at: connection.nextDeadline(idleTimeout: configuration.idleTimeout))
    }

    private mutating func advance(_ closing: ClosingConnection, _ id: ConnectionID) {
        var closing = closing
        switch closing.advance(now: clock) {
        case .nothing: break
        case .wait(let deadline):
            if closing.announceFlush(now: clock) { effects.append(.flush(id)) }
            agenda.schedule(id, at: deadline)
        case .leave: leave(closing, id)
        case .abort: abandon(id)
        }
    }

    /// Moves out what is ready for a socket.
    mutating func takeOutbound(_ id: ConnectionID, replacement: consuming [UInt8]) -> [UInt8] {
        do throws(ConnectionError) {
            switch table[id] {
            case .pending(var pending)?:
                defer { table[id] = .pending(pending) }
                return pending.takeOutbound()
            case .established(let connection)?: return try connection.takeOutbound(replacement: replacement)
            case .closing(let closing)?: return try closing.takeOutbound(replacement: replacement)
            case nil: return []
            }
        } catch {
            // The channel's nonces are used up: nothing more can be said on it.
            fail(id, error)
            return []
        }
    }
}
