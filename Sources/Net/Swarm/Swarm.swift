internal import DequeModule

/// A peer: owns the connections, dials and listens, proves identities, and offers streams.
///
/// Calling contract. Whatever changes a swarm (a command, an input, the time) may leave events and effects behind: after it,
/// drain `pollEvent` and `pollEffect` until both answer `nil` in one round, since draining effects writes to connections and
/// so may make streams writable. A swarm reads no clock; `now` never runs backwards.
///
/// A swarm is one peer, so it cannot be copied; it is confined to the thread (or event loop) of its driver.
public struct Swarm: ~Copyable {
    /// Our key pair.
    public let identity: KeyPair
    /// What was asked for at the start.
    public let configuration: SwarmConfiguration

    /// The protocols of which inbound streams are accepted, in the order in which identify tells them.
    private let acceptedProtocols: [String]
    private var pool: ConnectionPool
    private var peers = PeerTable()
    private var dialer: Dialer
    /// For the waits of the dialer.
    private var random: SeededRandom
    private var listeners = ListenerTable()
    private var localRecord: LocalRecord
    private var addressBook = AddressBook()
    private var events = Deque<SwarmEvent>()
    /// The latest `now` that was told.
    private var clock: Instant
    private var isShuttingDown = false

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
        self.configuration = configuration
        var random = SeededRandom(seed: seed)
        let channelIdentity = NoiseIdentity(
            keyPair: identity,
            staticKey: random.bytes(NoiseIdentity.staticKeyBytes)
        )
        let builtIn = BuiltInProtocol.allCases.filter { $0 != .perf || configuration.servesPerf }
        acceptedProtocols = builtIn.map { $0.name } + configuration.inboundProtocols
        pool = ConnectionPool(
            identity: channelIdentity,
            acceptedProtocols: acceptedProtocols,
            configuration: configuration,
            random: SeededRandom(seed: random.bytes(32)),
            now: now
        )
        self.random = random
        clock = now
        localRecord = LocalRecord(
            identity: identity,
            firstSequenceNumber: configuration.recordSequenceNumber
        )
        dialer = Dialer(
            concurrency: configuration.dialConcurrency,
            initialBackoff: configuration.initialDialBackoff,
            maximumBackoff: configuration.maximumDialBackoff
        )
    }

    /// Our peer id.
    public var localPeer: PeerID { identity.peerID }

    // MARK: - Listening and dialling

    /// Listens on `address`. Answered by `.listening` once per address that it stands for, or by `.listenFailed`.
    @discardableResult
    public mutating func listen(on address: Multiaddr) -> ListenerID {
        listeners.add(address)
    }

    /// Stops listening; answered by `.listenerClosed` for each address. Its connections stay.
    public mutating func closeListener(_ listener: ListenerID) {
        listeners.close(listener)
    }

    /// Where we listen, without `/p2p`.
    public var listenAddresses: [Multiaddr] { listeners.addresses }

    /// Dials `address`. Answered by `.connected` unless the peer already is, or by `.dialFailed`.
    ///
    /// - Parameters:
    ///   - address: A host and TCP port, or a `/dnsaddr` where the driver has TXT look-ups: then one of those that its records
    ///     name is connected. With `/p2p`, in the address or the record, the peer must prove that id.
    ///   - keep: Dial again, with growing waits, whenever the peer is not connected, until `forget`.
    ///   - now: The driver's time.
    public mutating func dial(_ address: Multiaddr, keep: Bool, now: Instant) {
        advance(to: now)
        guard address.tcpEndpoint != nil || address.dnsaddrName != nil else {
            events.append(.dialFailed(address, .unsupportedAddress))
            return
        }
        guard address.peerID != localPeer else {
            events.append(.dialFailed(address, .selfDial))
            return
        }
        dialer.add(address, keep: keep, now: now)
        if let peer = address.peerID, peers.contains(peer) {
            dialer.receivePeerConnected(peer, now: now)
            updateKeeping(of: peer)
        }
        startDials()
    }

    /// Dials a peer once at the addresses that are known of it. Answered by `.connected`, or by one `.dialFailed` for each
    /// address tried.
    ///
    /// - Returns: Whether there is an address to try, or the peer is connected already.
    @discardableResult
    public mutating func dial(_ peer: PeerID, now: Instant) -> Bool {
        advance(to: now)
        guard peer != localPeer else { return false }
        guard !peers.contains(peer) else { return true }
        let known = addressBook.addresses(of: peer, now: now).prefix(Self.addressesPerDial)
        for address in known { dial(address.withPeerID(peer), keep: false, now: now) }
        return !known.isEmpty
    }

    /// Dials the address no more; a dial under way is abandoned. A connection that it led to stays.
    public mutating func forget(_ address: Multiaddr) {
        if let dial = dialer.remove(address) { pool.abandonDial(dial) }
        for peer in peers.peers { updateKeeping(of: peer) }
    }

    /// Starts as many dials as may run.
    private mutating func startDials() {
        guard !isShuttingDown else { return }
        while let address = dialer.next(as: pool.nextDial, now: clock) { pool.dial(address) }
    }

    /// How many of a peer's addresses are tried at a time.
    private static let addressesPerDial = 4

    // MARK: - Peers

    /// The connected peers, in the order of their ids.
    public var connectedPeers: [PeerID] { peers.peers }

    /// Whether the peer is connected.
    public func isConnected(to peer: PeerID) -> Bool { peers.contains(peer) }

    /// What the peer said of itself, if it did.
    public func identifyInfo(of peer: PeerID) -> IdentifyInfo? { peers.info(of: peer) }

    /// Closes every connection of the peer, after what was written to it has left. Addresses that are kept are dialled again after a
    /// while: `forget` them first to be rid of the peer.
    public mutating func disconnect(_ peer: PeerID, now: Instant) {
        advance(to: now)
        for id in peers.connections(of: peer) { pool.close(id, .requested) }
        takePoolEvents()
    }

    /// Keeps connections of the peer from being closed for idleness or to make room, until `unprotect` with the same tag.
    public mutating func protect(_ peer: PeerID, tag: String) {
        peers.protect(peer, tag: tag)
        updateKeeping(of: peer)
    }

    /// Takes back `protect`.
    public mutating func unprotect(_ peer: PeerID, tag: String) {
        peers.unprotect(peer, tag: tag)
        updateKeeping(of: peer)
    }

    /// Tells the connections of a peer whether they are kept though nobody uses them.
    private func updateKeeping(of peer: PeerID) {
        let isKept = peers.isProtected(peer) || dialer.keeps(peer)
        for id in peers.connections(of: peer) { pool.established(id)?.isKept = isKept }
    }

    /// Remembers where a peer may be reached.
    ///
    /// - Parameters:
    ///   - addresses: With or without `/p2p`; those that cannot be dialled are passed over.
    ///   - peer: Whose addresses they are.
    ///   - source: How far they are believed; decides how long they are remembered and in which order they are tried.
    ///   - now: The driver's time.
    public mutating func addAddresses(
        _ addresses: [Multiaddr],
        of peer: PeerID,
        source: AddressSource,
        now: Instant
    ) {
        advance(to: now)
        if peer != localPeer { addressBook.add(addresses, of: peer, source: source, now: now) }
    }

    /// Where the peer may be reached, the most trusted address first, without `/p2p`.
    public func addresses(of peer: PeerID, now: Instant) -> [Multiaddr] {
        addressBook.addresses(of: peer, now: now)
    }

    /// Remembers the addresses of a peer record that came in a signed envelope (libp2p specs, RFC 0003), if the peer itself has
    /// signed it and it is not older than what is known.
    ///
    /// - Returns: Whether it was believed.
    @discardableResult
    public mutating func addSignedRecord(_ envelope: [UInt8], of peer: PeerID, now: Instant) -> Bool {
        advance(to: now)
        let record: PeerRecord
        do throws(EnvelopeError) {
            record = try PeerRecord(envelope: envelope[...])
        } catch {
            return false
        }
        guard record.peerID == peer, peer != localPeer, peers.receive(record, envelope: envelope) else { return false }
        addressBook.add(record.addresses, of: peer, source: .signedRecord, now: now)
        return true
    }

    /// The envelope with the latest record that a connected peer has signed, to be passed on to others.
    public func signedRecord(of peer: PeerID) -> [UInt8]? { peers.envelope(of: peer) }

    // MARK: - Streams

    /// Opens a stream to a connected peer. Answered by `StreamEvent.opened` or `refused`.
    ///
    /// - Parameters:
    ///   - peer: The peer; of several connections the one that carries it is used.
    ///   - protocols: What to propose, most wanted first. When it is a single one, the stream may be written to at once: the
    ///     bytes travel with the proposal, which saves a round trip.
    ///   - now: The driver's time.
    /// - Throws: `SwarmError`; nothing was sent then.
    public mutating func openStream(
        to peer: PeerID,
        protocols: [String],
        now: Instant
    ) throws(SwarmError) -> StreamID {
        advance(to: now)
        guard let id = peers.carrier(of: peer), let connection = pool.established(id) else { throw .notConnected }
        do throws(StreamOpenError) {
            let stream = try connection.openStream(protocols: protocols, now: now)
            pool.update(connection)
            return StreamID(connection: id, stream: stream)
        } catch {
            throw SwarmError(error)
        }
    }

    /// Writes to a stream.
    ///
    /// - Returns: How many bytes were taken, from the first on; fewer than all when the stream's buffer is full, then
    ///   `StreamEvent.writable` follows.
    /// - Throws: `StreamError`.
    public mutating func write(
        _ bytes: ArraySlice<UInt8>,
        to stream: StreamID,
        now: Instant
    ) throws(StreamError) -> Int {
        advance(to: now)
        guard let connection = pool.established(stream.connection) else { throw .unknown }
        let count = try connection.write(bytes, to: stream.stream)
        pool.markDirty(stream.connection)
        return count
    }

    /// Reads from a stream. Reading is what lets the peer send more.
    ///
    /// - Parameters:
    ///   - stream: The stream.
    ///   - maximum: The most bytes to return.
    ///   - now: The driver's time.
    /// - Returns: The bytes; none when none are there now.
    /// - Throws: `StreamError`.
    public mutating func read(
        _ stream: StreamID,
        maximum: Int,
        now: Instant
    ) throws(StreamError) -> [UInt8] {
        var bytes: [UInt8] = []
        _ = try read(stream, maximum: maximum, into: &bytes, now: now)
        return bytes
    }

    /// Reads from a stream into a buffer of the caller's; an empty one is exchanged for the stream's own where possible, so that
    /// nothing is copied.
    ///
    /// - Returns: How many bytes were appended to `destination`.
    /// - Throws: `StreamError`.
    public mutating func read(
        _ stream: StreamID,
        maximum: Int,
        into destination: inout [UInt8],
        now: Instant
    ) throws(StreamError) -> Int {
        advance(to: now)
        guard let connection = pool.established(stream.connection) else { throw .unknown }
        let count = try connection.read(stream.stream, maximum: maximum, into: &destination, now: now)
        pool.update(connection)
        return count
    }

    /// Closes our direction of a stream, after everything that was written. The peer may go on sending.
    public mutating func closeWrite(_ stream: StreamID, now: Instant) {
        advance(to: now)
        guard let connection = pool.established(stream.connection) else { return }
        connection.closeWrite(stream.stream)
        pool.update(connection)
    }

    /// Ends a stream at once in both directions; what was not sent is dropped. No event follows.
    public mutating func reset(_ stream: StreamID, now: Instant) {
        advance(to: now)
        guard let connection = pool.established(stream.connection) else { return }
        connection.reset(stream.stream, now: now)
        pool.update(connection)
    }

    // MARK: - The end

    /// Ends everything: listeners close, dials are abandoned, connections close after what was written to them has left. Nothing can
    /// be started afterwards.
    public mutating func shutdown(now: Instant) {
        advance(to: now)
        isShuttingDown = true
        dialer.removeAll()
        listeners.closeAll()
        pool.shutdown()
        takePoolEvents()
    }

    /// Whether everything has ended after `shutdown`: no socket is left to the driver.
    public var isShutDown: Bool { isShuttingDown && listeners.isEmpty && pool.isEmpty }

    // MARK: - Events

    /// The next event, or `nil` when there is none.
    public mutating func pollEvent() -> SwarmEvent? {
        takePoolEvents()
        return events.popFirst()
    }

    /// Takes what the pool has to tell; after every change that may bring or end a connection, so that queries know of it.
    private mutating func takePoolEvents() {
        while let event = pool.pollEvent() { receive(event) }
    }

    private mutating func receive(_ event: PoolEvent) {
        switch event {
        case .established(let connection): register(connection)
        case .ended(let connection, let reason): unregister(connection, reason)
        case .dialFailed(let id, let address, let error):
            events.append(.dialFailed(address, error))
            // Our own address will never lead anywhere else.
            if error == .selfDial, address.dnsaddrName == nil { _ = dialer.remove(address) }
            dialer.receiveFailed(id, now: clock, random: &random)
            startDials()
        case .stream(let stream, let event): events.append(.stream(stream, event))
        case .roundTrip(let peer, let interval): events.append(.roundTrip(peer, interval))
        case .answered(let peer): chooseCarrier(of: peer)
        case .identifyRequested(let connection, let stream):
            connection.answerIdentify(identifyMessage(for: connection), on: stream, now: clock)
            pool.update(connection)
        case .identified(let peer, let message):
            addressBook.add(message.listenAddresses, of: peer, source: .identify, now: clock)
            if let envelope = message.signedPeerRecord { addSignedRecord(envelope, of: peer, now: clock) }
            if let info = peers.receive(message, from: peer) { events.append(.identified(peer, info)) }
        }
    }

    private mutating func register(_ connection: EstablishedConnection) {
        let facts = connection.facts
        if facts.direction == .outbound {
            dialer.receiveConnected(facts.id, to: facts.peer, now: clock)
            addressBook.add([facts.remote], of: facts.peer, source: .dialled, now: clock)
        }
        dialer.receivePeerConnected(facts.peer, now: clock)
        // Dials of ours that would only lose against this connection have shown nothing of themselves yet.
        if facts.direction == .outbound || facts.peer < localPeer {
            for dial in pool.abandonDials(to: facts.peer) {
                dialer.receiveConnected(dial, to: facts.peer, now: clock)
            }
        }
        if peers.add(facts.id, of: facts.peer) {
            let address = facts.remote.withPeerID(facts.peer)
            events.append(.connected(facts.peer, facts.id, address: address, facts.direction))
        } else {
            chooseCarrier(of: facts.peer)
            // A second connection often means that the others are dead and nobody knows: ask them.
            for id in peers.connections(of: facts.peer) where id != facts.id {
                guard let other = pool.established(id) else { continue }
                other.askForAnswer(now: clock)
                pool.update(other)
            }
        }
        updateKeeping(of: facts.peer)
        startDials()
    }

    private mutating func unregister(_ connection: EstablishedConnection, _ reason: DisconnectReason) {
        let facts = connection.facts
        guard peers.remove(facts.id, of: facts.peer) else {
            chooseCarrier(of: facts.peer)
            return
        }
        events.append(.disconnected(facts.peer, reason))
        dialer.receivePeerDisconnected(facts.peer, now: clock, random: &random)
        startDials()
    }

    /// Chooses which connection carries the peer, and notes which are of no use any more; each of them is closed after a while.
    private mutating func chooseCarrier(of peer: PeerID) {
        let all = peers.connections(of: peer).compactMap { pool.established($0) }
        let usable = all.filter { $0.isUsable }
        let preference = ConnectionPreference(localPeer: localPeer, remotePeer: peer)
        guard let carrier = preference.carrier(among: (usable.isEmpty ? all : usable).map { $0.candidate })
        else { return }
        if peers.setCarrier(carrier.connection, of: peer) {
            events.append(.carrierChanged(peer, carrier.connection))
        }
        for connection in all {
            connection.setRedundant(preference.mayClose(connection.candidate, for: carrier), now: clock)
            pool.markDirty(connection.facts.id)
        }
    }

    // MARK: - Identify

    private mutating func identifyMessage(for connection: EstablishedConnection) -> IdentifyMessage {
        var message = IdentifyMessage()
        message.publicKey = identity.publicKey.protobuf
        message.listenAddresses = listenAddresses
        message.protocols = acceptedProtocols
        // Where we dialled a name, we know no address that the peer could use.
        switch connection.facts.remote.tcpEndpoint?.host {
        case .ip4, .ip6: message.observedAddress = connection.facts.remote.withoutPeerID
        case .name, nil: break
        }
        message.protocolVersion = configuration.protocolVersion
        message.agentVersion = configuration.agentVersion
        if !listeners.isEmpty { message.signedPeerRecord = localRecord.envelope(for: listenAddresses) }
        return message
    }

    /// Our addresses have changed: every peer that understands it is told.
    private mutating func pushIdentify() {
        localRecord.receiveChange()
        guard !isShuttingDown else { return }
        for peer in peers.peers {
            guard peers.info(of: peer)?.protocols.contains(BuiltInProtocol.identifyPush.name) == true,
                let connection = peers.carrier(of: peer).flatMap({ pool.established($0) })
            else { continue }
            connection.pushIdentify(identifyMessage(for: connection), now: clock)
            pool.update(connection)
        }
    }

    // MARK: - Figures

    /// The established connections, oldest first.
    public var connections: [ConnectionSummary] {
        pool.established.map { $0.summary(peers.info(of: $0.facts.peer)) }
    }

    /// What the swarm holds and has done.
    public var counters: SwarmCounters {
        var counters = pool.counters
        counters.peers = peers.count
        counters.knownPeers = addressBook.peerCount
        return counters
    }

    private mutating func advance(to now: Instant) {
        clock = now
        pool.advance(to: now)
    }
}

extension Swarm: TransportClient {
    /// Receives everything that is not bytes.
    public mutating func receive(_ input: TransportInput, now: Instant) {
        advance(to: now)
        switch input {
        case .listening(let listener, let addresses):
            let new = listeners.receive(addresses, of: listener)
            events.append(contentsOf: new.map { .listening(listener, $0) })
            if !new.isEmpty { pushIdentify() }
        case .addressExpired(let listener, let address):
            guard listeners.expire(address, of: listener) else { return }
            events.append(.listenerClosed(listener, address, nil))
            pushIdentify()
        case .listenFailed(let listener, let error):
            guard let ended = listeners.remove(listener) else { return }
            events.append(.listenFailed(listener, ended.requested, error))
        case .listenerClosed(let listener, let error):
            guard let ended = listeners.remove(listener) else { return }
            events.append(contentsOf: ended.addresses.map { .listenerClosed(listener, $0, error) })
            pushIdentify()
        case .accepted(let id, on: let listener, local: _, let remote):
            pool.receiveAccepted(id, remote: remote, isWelcome: listeners.contains(listener))
        case .connected(let id, local: _, let remote): pool.receiveConnected(id, remote: remote)
        case .connectFailed(let id, let error): pool.receiveClosed(id, error)
        case .ended(let id): pool.receiveEnded(id)
        case .closed(let id, let error): pool.receiveClosed(id, error)
        case .sent(let id, let byteCount): pool.receiveSent(byteCount, on: id)
        }
        takePoolEvents()
    }

    /// Receives bytes from a socket.
    public mutating func receive(_ bytes: ArraySlice<UInt8>, on id: ConnectionID, now: Instant) {
        advance(to: now)
        pool.receive(bytes, on: id)
        takePoolEvents()
    }

    /// Does what is due.
    public mutating func handleTimeout(now: Instant) {
        // The distant future never comes: deadlines that saturate there would all be due at once, and again.
        advance(to: min(now, Instant.distantFuture - Interval(nanoseconds: 1)))
        pool.handleTimeout()
        takePoolEvents()
        startDials()
    }

    /// When `handleTimeout` is wanted next.
    public var nextDeadline: Instant? {
        guard !isShuttingDown, let dialing = dialer.nextDeadline else { return pool.nextDeadline }
        return pool.nextDeadline.map { min($0, dialing) } ?? dialing
    }

    /// The next effect to carry out.
    public mutating func pollEffect() -> TransportEffect? {
        listeners.pollEffect() ?? pool.pollEffect()
    }

    /// Moves out what is ready for a socket.
    public mutating func takeOutbound(_ id: ConnectionID, replacement: consuming [UInt8]) -> [UInt8] {
        pool.takeOutbound(id, replacement: replacement)
    }
}
