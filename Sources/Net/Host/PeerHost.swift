internal import DequeModule

/// A peer for programs that speak a protocol of their own: streams, messages or requests, without their
/// bookkeeping.
///
/// A host has a `Swarm` and adds what nearly every program needs on top of it: it reads streams and cuts them
/// into messages, keeps what a stream does not take at once and sends it later, stops reading what it is
/// asked by a peer that does not read either, and pairs requests with their responses.
///
/// Calling contract. A host is driven like its swarm (see `TransportClient`); after every change drain
/// `pollEvent` and `pollEffect` until both answer `nil` in one round. It has no clock: commands happen at the
/// time that it was told last. It is a class so that a program can keep it beside its console; it is confined
/// to the thread (or event loop) of its driver.
///
/// To run one: `PeerProgram` for a whole program on either platform; `TCPDriver` of NetNIO inside a program
/// that has more to do; or a custom driver.
public final class PeerHost {
    /// What was asked for at the start.
    public let configuration: HostConfiguration
    /// The latest time that was passed in.
    public private(set) var now: Instant
    /// When the event `timer` is wanted; `nil` for never. The event clears it.
    public private(set) var timer: Instant?

    /// The connections below.
    private var swarm: Swarm
    private var random: SeededRandom
    private var events = Deque<HostEvent>()
    private var streams: [StreamID: HostStream] = Dictionary()
    /// Streams with something to read, in turn.
    private var readable = Deque<StreamID>()
    /// When requests end without an answer. All may take equally long, so the first is the earliest.
    private var requestDeadlines = Deque<(instant: Instant, stream: StreamID)>()

    /// A peer without listeners or connections.
    ///
    /// - Parameters:
    ///   - identity: Our key pair; its public half is our peer id.
    ///   - configuration: What is offered and tolerated; it cannot be changed later.
    ///   - seed: 32 bytes of entropy from the system. Using the same seed twice with the same identity,
    ///     outside a simulation, gives away the connections' secrets.
    ///   - now: The driver's time.
    public init(identity: KeyPair, configuration: HostConfiguration, seed: [UInt8], now: Instant) {
        var random = SeededRandom(seed: seed)
        var swarmConfiguration = configuration.swarm
        swarmConfiguration.inboundProtocols = configuration.protocols.map { $0.name }
        swarm = Swarm(
            identity: identity,
            configuration: swarmConfiguration,
            seed: random.bytes(32),
            now: now
        )
        self.random = random
        self.configuration = configuration
        self.now = now
    }

    // MARK: - Peers

    /// Our key pair.
    public var identity: KeyPair { swarm.identity }

    /// Our peer id.
    public var localPeer: PeerID { swarm.localPeer }

    /// The established connections, oldest first.
    public var connections: [ConnectionSummary] { swarm.connections }

    /// What the connections are and have been.
    public var counters: SwarmCounters { swarm.counters }

    /// Listens. Answered by `listening` once per address that it stands for, or by `listenFailed`.
    @discardableResult
    public func listen(on address: Multiaddr) -> ListenerID { swarm.listen(on: address) }

    /// Dials. Answered by `connected` unless the peer already is, or by `dialFailed`.
    ///
    /// - Parameters:
    ///   - address: A host and TCP port; with `/p2p` the peer must prove that id.
    ///   - keep: Dial again, with growing waits, whenever the peer is not connected.
    public func dial(_ address: Multiaddr, keep: Bool = false) { swarm.dial(address, keep: keep, now: now) }

    /// Closes every connection of the peer, after what was written to it has left.
    public func disconnect(_ peer: PeerID) { swarm.disconnect(peer, now: now) }

    /// Ends everything, after what was passed on to streams has left. Done when `isShutDown`.
    public func shutdown() { swarm.shutdown(now: now) }

    /// Whether everything has ended after `shutdown`.
    public var isShutDown: Bool { swarm.isShutDown }

    /// Asks for the event `timer` at that time; `nil` takes it back. There is one timer.
    public func setTimer(_ instant: Instant?) { timer = instant }

    /// Secret random bytes, for whatever the program needs; from the seed.
    public func randomBytes(_ count: Int) -> [UInt8] { random.bytes(count) }

    /// Sets the host's time, before a command outside the driver's turn. Drivers do so with every input.
    public func advance(to now: Instant) { self.now = max(self.now, now) }

    // MARK: - Outputs

    /// The next event, or `nil` when there is none.
    public func pollEvent() -> HostEvent? {
        while true {
            if let event = events.popFirst() { return event }
            if let stream = readable.popFirst() {
                read(stream)
            } else if let event = swarm.pollEvent() {
                receive(event)
            } else {
                return nil
            }
        }
    }

    private func receive(_ event: SwarmEvent) {
        switch event {
        case .listening(_, let address): events.append(.listening(address.withPeerID(localPeer)))
        case .listenFailed(_, let address, let error): events.append(.listenFailed(address, error))
        case .listenerClosed(_, let address, let error):
            events.append(.listenerClosed(address.withPeerID(localPeer), error))
        case .connected(let peer, _, let address, let direction):
            events.append(.connected(peer, address: address, direction))
        case .disconnected(let peer, let reason): events.append(.disconnected(peer, reason))
        case .dialFailed(let address, let error): events.append(.dialFailed(address, error))
        case .identified(let peer, let info): events.append(.identified(peer, info))
        case .roundTrip(let peer, let interval): events.append(.roundTrip(peer, interval))
        case .carrierChanged: break
        case .stream(let stream, let event): receive(event, of: stream)
        }
    }

    private func receive(_ event: StreamEvent, of stream: StreamID) {
        switch event {
        case .opened(let peer, let name, let direction): receiveOpened(stream, peer, name, direction)
        case .refused: receiveGone(stream, .refused)
        case .readable: readLater(stream)
        case .writable: flush(stream)
        case .ended: receiveEnd(stream)
        case .closed: receiveGone(stream, .finished)
        case .reset: receiveGone(stream, .reset)
        }
    }

    // MARK: - Requests

    /// Asks a connected peer. Answered by `response` or `requestFailed`, which carry the stream that is
    /// returned.
    ///
    /// The request is everything that is sent until our direction closes, the response everything until the
    /// peer's does: most request protocols of libp2p can be spoken so, whatever their encoding.
    ///
    /// - Throws: `SwarmError`; nothing was sent then.
    @discardableResult
    public func request(
        _ body: [UInt8],
        of peer: PeerID,
        protocol name: String
    ) throws(SwarmError) -> StreamID {
        let stream = try swarm.openStream(to: peer, protocols: [name], now: now)
        streams[stream] = HostStream(asking: peer, name: name)
        limitTime(of: stream)
        enqueue(body, on: stream)
        finish(stream)
        return stream
    }

    /// Answers a request; one whose peer is gone or has waited too long is ignored.
    public func respond(to stream: StreamID, with body: [UInt8]) {
        guard case .answering? = streams[stream]?.kind, streams[stream]?.isFinishing == false else { return }
        enqueue(body, on: stream)
        finish(stream)
    }

    /// Ends requests whose time has passed.
    private func expireRequests() {
        while let first = requestDeadlines.first, first.instant <= now {
            requestDeadlines.removeFirst()
            guard let state = streams.removeValue(forKey: first.stream) else { continue }
            swarm.reset(first.stream, now: now)
            if case .asking = state.kind { events.append(.requestFailed(first.stream, .timedOut)) }
        }
    }

    private func limitTime(of stream: StreamID) {
        requestDeadlines.append((now + configuration.requestTimeout, stream))
    }

    // MARK: - Streams

    /// The most that is read of one stream before it is the next one's turn, in bytes.
    private static let readBytes = 65_536

    /// Opens a stream to a connected peer. Answered by `opened` or `closed`.
    ///
    /// One may send at once; where a single protocol is proposed, the bytes travel with the proposal, which
    /// saves a round trip.
    ///
    /// - Parameters:
    ///   - peer: The peer.
    ///   - protocols: What to propose, most wanted first. Whether the stream has messages is told by the
    ///     first, as it stands in `HostConfiguration.protocols`; one that does not stand there has bytes.
    /// - Throws: `SwarmError`; nothing was sent then.
    @discardableResult
    public func openStream(to peer: PeerID, protocols: [String]) throws(SwarmError) -> StreamID {
        let stream = try swarm.openStream(to: peer, protocols: protocols, now: now)
        streams[stream] = HostStream(
            peer: peer,
            name: protocols.first ?? "",
            framing: configuration.framing(of: protocols.first),
            direction: .outbound
        )
        return stream
    }

    /// Sends bytes, or one message where the protocol has messages. A stream that is gone ignores it: its end
    /// is told by `closed`.
    ///
    /// Nothing is refused for lack of room: what the stream does not take waits, up to
    /// `HostConfiguration.maximumBacklogBytes`; beyond them the stream is reset. To send a lot, wait for
    /// `drained` while `backlog` is not zero.
    public func send(_ bytes: [UInt8], on stream: StreamID) {
        guard let state = streams[stream], !state.isFinishing else { return }
        switch state.kind {
        case .bytes: enqueue(bytes, on: stream)
        case .messages:
            var frame: [UInt8] = []
            frame.reserveCapacity(bytes.count + Varint.maximumEncodedBytes)
            Varint.append(UInt64(bytes.count), to: &frame)
            frame.append(contentsOf: bytes)
            enqueue(frame, on: stream)
        case .asking, .listening, .answering: return
        }
    }

    /// How many bytes wait to be passed on, of those that were given to `send`.
    public func backlog(of stream: StreamID) -> Int { streams[stream]?.backlog.count ?? 0 }

    /// Closes our direction, after everything that was given to `send`. The peer may go on sending.
    public func finish(_ stream: StreamID) {
        guard streams[stream] != nil else { return }
        streams[stream]?.isFinishing = true
        flush(stream)
    }

    /// Ends the stream at once; what was not sent is dropped. No event follows.
    public func reset(_ stream: StreamID) {
        guard streams.removeValue(forKey: stream) != nil else { return }
        swarm.reset(stream, now: now)
    }

    /// Stops reading the stream, so that its peer has to wait, until `resume`. What was read still comes.
    public func pause(_ stream: StreamID) { streams[stream]?.isPaused = true }

    /// Takes back `pause`.
    public func resume(_ stream: StreamID) {
        streams[stream]?.isPaused = false
        releaseRead(stream)
    }

    // MARK: - Sending

    private func enqueue(_ bytes: [UInt8], on stream: StreamID) {
        guard let waiting = streams[stream]?.backlog.count else { return }
        guard bytes.count <= configuration.maximumBacklogBytes - waiting else {
            fail(stream, .overrun)
            return
        }
        streams[stream]?.backlog.append(bytes[...])
        // What waits already is told when there is room for it.
        if waiting == 0 { write(stream) }
    }

    /// Passes on what waits, as far as the stream takes it, and what depends on it.
    private func flush(_ stream: StreamID) {
        let hadWaiting = backlog(of: stream) > 0
        if hadWaiting { write(stream) }
        guard let state = streams[stream] else { return }
        if state.backlog.isEmpty {
            if state.isFinishing { swarm.closeWrite(stream, now: now) }
            if hadWaiting { events.append(.drained(stream)) }
        }
        if !state.holdsReading(beyond: configuration.readPauseBytes) { releaseRead(stream) }
    }

    private func releaseRead(_ stream: StreamID) {
        guard streams[stream]?.isReadHeld == true else { return }
        streams[stream]?.isReadHeld = false
        readLater(stream)
    }

    private func readLater(_ stream: StreamID) {
        guard streams[stream]?.isReadQueued == false else { return }
        streams[stream]?.isReadQueued = true
        readable.append(stream)
    }

    private func write(_ stream: StreamID) {
        guard let bytes = streams[stream]?.backlog.prefix(.max) else { return }
        do throws(StreamError) {
            let count = try swarm.write(bytes, to: stream, now: now)
            _ = streams[stream]?.backlog.removeFirst(count)
        } catch {
            // Not agreed on yet: it is written once it is. Anything else is the end: an event tells.
            return
        }
    }

    // MARK: - Receiving

    private func receiveOpened(_ stream: StreamID, _ peer: PeerID, _ name: String, _ direction: Direction) {
        switch direction {
        case .inbound:
            let framing = configuration.framing(of: name)
            streams[stream] = HostStream(peer: peer, name: name, framing: framing, direction: .inbound)
            if case .request = framing {
                limitTime(of: stream)
                return
            }
        case .outbound:
            guard let kind = streams[stream]?.kind else { return }
            flush(stream)
            if case .asking = kind { return }
        }
        events.append(.opened(stream, peer, protocol: name, direction))
    }

    private func read(_ stream: StreamID) {
        guard let state = streams[stream] else { return }
        streams[stream]?.isReadQueued = false
        guard !state.holdsReading(beyond: configuration.readPauseBytes) else {
            streams[stream]?.isReadHeld = true
            return
        }
        let bytes: [UInt8]
        do throws(StreamError) {
            bytes = try swarm.read(stream, maximum: Self.readBytes, now: now)
        } catch {
            return
        }
        if bytes.count == Self.readBytes { readLater(stream) }
        if !bytes.isEmpty { receive(bytes, on: stream) }
    }

    private func receive(_ bytes: [UInt8], on stream: StreamID) {
        guard
            let received = streams[stream]?.receive(
                bytes,
                maximumResponseBytes: configuration.maximumResponseBytes
            )
        else { return }
        for piece in received.pieces { events.append(.received(stream, piece)) }
        if received.isBroken { fail(stream, .badMessage) }
    }

    /// Everything was read.
    private func receiveEnd(_ stream: StreamID) {
        guard let peer = streams[stream]?.peer, let name = streams[stream]?.name else { return }
        switch streams[stream]?.receiveEnd() {
        case .ended?: events.append(.ended(stream))
        case .broken?: fail(stream, .badMessage)
        case .response(let body)?:
            streams[stream] = nil
            events.append(.response(stream, body: body))
        case .request(let body)?: events.append(.request(stream, from: peer, protocol: name, body: body))
        case .nothing?, nil: break
        }
    }

    // MARK: - The end

    /// Resets a stream and tells the program.
    private func fail(_ stream: StreamID, _ reason: StreamEnd) {
        swarm.reset(stream, now: now)
        receiveGone(stream, reason)
    }

    private func receiveGone(_ stream: StreamID, _ reason: StreamEnd) {
        guard let state = streams.removeValue(forKey: stream) else { return }
        switch state.kind {
        case .bytes, .messages: events.append(.closed(stream, reason))
        case .asking: events.append(.requestFailed(stream, RequestError(reason)))
        case .listening, .answering: return
        }
    }
}

/// A host as its driver sees it.
extension PeerHost: TransportClient {
    /// Receives everything that is not bytes.
    public func receive(_ input: TransportInput, now: Instant) {
        advance(to: now)
        swarm.receive(input, now: now)
    }

    /// Receives bytes from a socket.
    public func receive(_ bytes: ArraySlice<UInt8>, on connection: ConnectionID, now: Instant) {
        advance(to: now)
        swarm.receive(bytes, on: connection, now: now)
    }

    /// Does what is due.
    public func handleTimeout(now: Instant) {
        advance(to: now)
        swarm.handleTimeout(now: now)
        expireRequests()
        if let instant = timer, instant <= now {
            timer = nil
            events.append(.timer)
        }
    }

    /// When `handleTimeout` is wanted next.
    public var nextDeadline: Instant? {
        var earliest = swarm.nextDeadline ?? .distantFuture
        if let instant = timer { earliest = min(earliest, instant) }
        // Most requests are answered long before; theirs are looked at when they would have been late.
        if let first = requestDeadlines.first { earliest = min(earliest, first.instant) }
        return earliest == .distantFuture ? nil : earliest
    }

    /// The next effect to carry out.
    public func pollEffect() -> TransportEffect? { swarm.pollEffect() }

    /// Moves out what is ready for a socket.
    public func takeOutbound(_ connection: ConnectionID, replacement: consuming [UInt8]) -> [UInt8] {
        swarm.takeOutbound(connection, replacement: replacement)
    }
}
