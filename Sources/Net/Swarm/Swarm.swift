internal import DequeModule

/// A peer: owns the connections, dials and listens, proves identities, and offers streams.
///
/// Calling contract. Whatever changes a swarm (a command, an input, the time) may leave events and effects
/// behind: after it, drain `pollEvent` and `pollEffect` until both answer `nil` in one round, since draining
/// effects writes to connections and so may make streams writable. A swarm reads no clock; `now` never runs
/// backwards.
///
/// A swarm is one peer, so it cannot be copied; it is confined to the thread (or event loop) of its driver.
public struct Swarm: ~Copyable {
    /// Our key pair.
    public let identity: KeyPair
    /// What was asked for at the start.
    public let configuration: SwarmConfiguration

    private var peers: ConnectedPeers
    private var listeners = ListenerTable()
    private var localIdentify: LocalIdentify
    private var events = Deque<SwarmEvent>()
    private var isShuttingDown = false

    /// A peer without listeners or connections.
    ///
    /// - Parameters:
    ///   - identity: Our key pair; its public half is our peer id.
    ///   - configuration: What is offered and tolerated; it cannot be changed later.
    ///   - seed: 32 bytes of entropy, for the handshakes' ephemeral keys, pings and jitter. Using the same
    ///     seed twice with the same identity, outside a simulation, gives away the connections' secrets.
    ///   - now: The driver's time.
    public init(identity: KeyPair, configuration: SwarmConfiguration, seed: [UInt8], now: Instant) {
        self.identity = identity
        self.configuration = configuration
        var random = SeededRandom(seed: seed)
        let channelIdentity = LocalNoiseIdentity(
            keyPair: identity,
            staticKey: random.bytes(LocalNoiseIdentity.staticKeyBytes)
        )
        let builtIn = BuiltInProtocol.allCases.filter { $0 != .perf || configuration.servesPerf }
        let acceptedProtocols = builtIn.map { $0.name } + configuration.inboundProtocols
        localIdentify = LocalIdentify(
            identity: identity,
            protocols: acceptedProtocols,
            versions: (configuration.protocolVersion, configuration.agentVersion),
            firstSequenceNumber: configuration.recordSequenceNumber
        )
        peers = ConnectedPeers(
            identity: channelIdentity,
            acceptedProtocols: acceptedProtocols,
            configuration: configuration,
            random: random,
            now: now
        )
    }

    /// Our peer id.
    public var localPeer: PeerID { identity.peerID }

    // MARK: - Listening and dialling

    /// Listens on `address`. Answered by `.listening` once per address that it stands for, or by
    /// `.listenFailed`.
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
    ///   - address: A host and TCP port, or a `/dnsaddr` where the driver has TXT look-ups: then one of those
    ///     that its records name is connected. With `/p2p`, in the address or the record, the peer must prove
    ///     that id.
    ///   - keep: Dial again, with growing waits, whenever the peer is not connected, until `forget`.
    ///   - now: The driver's time.
    public mutating func dial(_ address: Multiaddr, keep: Bool, now: Instant) {
        advance(to: now)
        peers.dial(address, keep: keep)
        takeEvents()
    }

    /// The addresses that are being dialled, or are to be: with the time of the next attempt, which is nil
    /// for one that runs.
    public var pendingDials: [(address: Multiaddr, next: Instant?)] { peers.pendingDials }

    /// Dials a peer once at the addresses that are known of it. Answered by `.connected`, or by one
    /// `.dialFailed` for each address tried.
    ///
    /// - Returns: Whether there is an address to try, or the peer is connected already.
    @discardableResult
    public mutating func dial(_ peer: PeerID, now: Instant) -> Bool {
        advance(to: now)
        return peers.dial(peer)
    }

    /// Dials the address no more; a dial under way is abandoned. A connection that it led to stays.
    public mutating func forget(_ address: Multiaddr) {
        peers.forget(address)
    }

    // MARK: - Peers

    /// The connected peers, in the order of their ids.
    public var connectedPeers: [PeerID] { peers.table.peers }

    /// Whether the peer is connected.
    public func isConnected(to peer: PeerID) -> Bool { peers.table.contains(peer) }

    /// What the peer said about itself, if it did.
    public func identifyInfo(of peer: PeerID) -> IdentifyInfo? { peers.table.info(of: peer) }

    /// Closes every connection of the peer, after what was written to it has left. Addresses that are kept
    /// are dialled again after a while: `forget` them first to be rid of the peer.
    public mutating func disconnect(_ peer: PeerID, now: Instant) {
        advance(to: now)
        peers.disconnect(peer)
        takeEvents()
    }

    /// Keeps connections of the peer from being closed for idleness or to make room, until `unprotect` with
    /// the same tag.
    public mutating func protect(_ peer: PeerID, tag: String) { peers.protect(peer, tag: tag) }

    /// Takes back `protect`.
    public mutating func unprotect(_ peer: PeerID, tag: String) { peers.unprotect(peer, tag: tag) }

    /// Remembers where a peer may be reached.
    ///
    /// - Parameters:
    ///   - addresses: With or without `/p2p`; those that cannot be dialled are skipped.
    ///   - peer: Whose addresses they are.
    ///   - source: How far they are believed; decides how long they are remembered and in which order they
    ///     are tried.
    ///   - now: The driver's time.
    public mutating func addAddresses(
        _ addresses: [Multiaddr],
        of peer: PeerID,
        source: AddressSource,
        now: Instant
    ) {
        advance(to: now)
        peers.addAddresses(addresses, of: peer, source: source)
    }

    /// Where the peer may be reached, the most trusted address first, without `/p2p`.
    public func addresses(of peer: PeerID, now: Instant) -> [Multiaddr] {
        peers.addresses(of: peer, now: now)
    }

    /// Remembers the addresses of a peer record that came in a signed envelope (libp2p specs, RFC 0003), if
    /// the peer itself has signed it and it is not older than what is known.
    ///
    /// - Returns: Whether it was believed.
    @discardableResult
    public mutating func addSignedRecord(_ envelope: [UInt8], of peer: PeerID, now: Instant) -> Bool {
        advance(to: now)
        return peers.addSignedRecord(envelope, of: peer)
    }

    /// The envelope with the latest record that a connected peer has signed, to be passed on to others.
    public func signedRecord(of peer: PeerID) -> [UInt8]? { peers.table.envelope(of: peer) }

    // MARK: - Streams

    /// Opens a stream to a connected peer. Answered by `StreamEvent.opened` or `refused`.
    ///
    /// - Parameters:
    ///   - peer: The peer; of several connections the one that carries it is used.
    ///   - protocols: What to propose, most wanted first. When it is a single one, the stream may be written
    ///     to at once: the bytes travel with the proposal, which saves a round trip.
    ///   - now: The driver's time.
    /// - Throws: `SwarmError`; nothing was sent then.
    public mutating func openStream(
        to peer: PeerID,
        protocols: [String],
        now: Instant
    ) throws(SwarmError) -> StreamID {
        advance(to: now)
        guard let connection = peers.carrier(of: peer) else { throw .notConnected }
        do throws(StreamOpenError) {
            let stream = try connection.openStream(protocols: protocols, now: now)
            peers.update(connection)
            return StreamID(connection: connection.facts.id, stream: stream)
        } catch {
            throw SwarmError(error)
        }
    }

    /// Writes to a stream.
    ///
    /// - Returns: How many bytes were taken, from the first on; fewer than all when the stream's buffer is
    ///   full, then `StreamEvent.writable` follows.
    /// - Throws: `StreamError`.
    public mutating func write(
        _ bytes: ArraySlice<UInt8>,
        to stream: StreamID,
        now: Instant
    ) throws(StreamError) -> Int {
        advance(to: now)
        guard let connection = peers.connection(stream.connection) else { throw .unknown }
        let count = try connection.write(bytes, to: stream.stream)
        peers.markDirty(stream.connection)
        return count
    }

    /// Tells a connected peer something on a stream of its own: opens it, writes, and closes our direction. A
    /// peer that is not there, or takes no stream now, is not told.
    public mutating func tell(_ peer: PeerID, _ bytes: [UInt8], by identifier: String, now: Instant) {
        do throws(SwarmError) {
            let stream = try openStream(to: peer, protocols: [identifier], now: now)
            do throws(StreamError) {
                guard try write(bytes[...], to: stream, now: now) == bytes.count else {
                    return reset(stream, now: now)
                }
                closeWrite(stream, now: now)
            } catch {
                reset(stream, now: now)
            }
        } catch {
            // The next telling comes to it again.
        }
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

    /// Reads from a stream into a buffer of the caller's; an empty one is exchanged for the stream's own
    /// where possible, so that nothing is copied.
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
        guard let connection = peers.connection(stream.connection) else { throw .unknown }
        let count = try connection.read(stream.stream, maximum: maximum, into: &destination, now: now)
        peers.update(connection)
        return count
    }

    /// Closes our direction of a stream, after everything that was written. The peer may go on sending.
    public mutating func closeWrite(_ stream: StreamID, now: Instant) {
        advance(to: now)
        guard let connection = peers.connection(stream.connection) else { return }
        connection.closeWrite(stream.stream)
        peers.update(connection)
    }

    /// Ends a stream at once in both directions; what was not sent is dropped. No event follows.
    public mutating func reset(_ stream: StreamID, now: Instant) {
        advance(to: now)
        guard let connection = peers.connection(stream.connection) else { return }
        connection.reset(stream.stream, now: now)
        peers.update(connection)
    }

    // MARK: - The end

    /// Ends everything: listeners close, dials are abandoned, connections close after what was written to
    /// them has left. Nothing can be started afterwards.
    public mutating func shutdown(now: Instant) {
        advance(to: now)
        isShuttingDown = true
        listeners.closeAll()
        peers.shutdown()
        takeEvents()
    }

    /// Whether everything has ended after `shutdown`: no socket is left to the driver.
    public var isShutDown: Bool { isShuttingDown && listeners.isEmpty && peers.isEmpty }

    // MARK: - Events

    /// The next event, or `nil` when there is none.
    public mutating func pollEvent() -> SwarmEvent? {
        takeEvents()
        return events.popFirst()
    }

    /// Takes what the peers have to tell; after every change that may bring or end a connection, so that
    /// queries know of it.
    private mutating func takeEvents() {
        while let event = peers.pollEvent() {
            switch event {
            case .program(let event): events.append(event)
            case .identifyRequested(let connection, let stream):
                connection.answerIdentify(identifyMessage(for: connection), on: stream, now: peers.now)
                peers.update(connection)
            }
        }
    }

    // MARK: - Identify

    private mutating func identifyMessage(for connection: EstablishedConnection) -> IdentifyMessage {
        let isListening = !listeners.isEmpty
        return localIdentify.message(
            to: connection.facts.remote,
            addresses: listenAddresses,
            isListening: isListening
        )
    }

    /// Our addresses have changed: every peer that understands it is told.
    private mutating func pushIdentify() {
        localIdentify.receiveChange()
        guard !isShuttingDown else { return }
        for peer in connectedPeers {
            guard LocalIdentify.isPushed(to: identifyInfo(of: peer)), let connection = peers.carrier(of: peer)
            else { continue }
            connection.pushIdentify(identifyMessage(for: connection), now: peers.now)
            peers.update(connection)
        }
    }

    // MARK: - Figures

    /// The established connections, oldest first.
    public var connections: [ConnectionSummary] {
        peers.summaries
    }

    /// What the swarm holds and has done.
    public var counters: SwarmCounters { peers.counters }

    private mutating func advance(to now: Instant) {
        peers.advance(to: now)
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
            peers.receiveAccepted(id, remote: remote, isWelcome: listeners.contains(listener))
        case .connected(let id, local: _, let remote): peers.receiveConnected(id, remote: remote)
        case .connectFailed(let id, let error): peers.receiveClosed(id, error)
        case .ended(let id): peers.receiveEnded(id)
        case .closed(let id, let error): peers.receiveClosed(id, error)
        case .sent(let id, let byteCount): peers.receiveSent(byteCount, on: id)
        }
        takeEvents()
    }

    /// Receives bytes from a socket.
    public mutating func receive(_ bytes: ArraySlice<UInt8>, on id: ConnectionID, now: Instant) {
        advance(to: now)
        peers.receive(bytes, on: id)
        takeEvents()
    }

    /// Does what is due.
    public mutating func handleTimeout(now: Instant) {
        // The distant future never comes: deadlines that saturate there would all be due at once, and again.
        advance(to: min(now, Instant.distantFuture - Interval(nanoseconds: 1)))
        peers.handleTimeout()
        takeEvents()
    }

    /// When `handleTimeout` is wanted next.
    public var nextDeadline: Instant? {
        peers.nextDeadline
    }

    /// The next effect to carry out.
    public mutating func pollEffect() -> TransportEffect? {
        listeners.pollEffect() ?? peers.pollEffect()
    }

    /// Moves out what is ready for a socket.
    public mutating func takeOutbound(_ id: ConnectionID, replacement: consuming [UInt8]) -> [UInt8] {
        peers.takeOutbound(id, replacement: replacement)
    }
}
