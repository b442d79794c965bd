internal import DequeModule
import HearsayCollections

/// An established connection: proved peer, secure channel, muxer, and the streams with their protocols.
///
/// Calling contract. After any change drain `pollEvent` to `nil`, and call `fill` before the driver waits.
/// When a call throws, the connection has failed: the muxer's go-away is ready for one last `fill`, and the
/// owner closes the socket.
///
/// Bytes are copied once on the way in (records are opened from the driver's bytes into one buffer, from
/// which the muxer takes them to their streams) and once on the way out (a stream's into the open record of
/// the channel's outbound buffer, where it is sealed in place).
struct Connection {
    private typealias Plaintext = ArraySlice<UInt8>

    let facts: ConnectionFacts
    private let configuration: ConnectionConfiguration
    /// What is accepted on inbound streams.
    private let acceptedProtocols: [String]

    private var noise: NoiseTransport
    private var muxer: YamuxConnection
    private var muxerConfirmation: MultistreamMuxerConfirmation
    private var account: OutboundAccount
    private(set) var bytesReceived: UInt64

    private var streams: [YamuxStreamID: StreamRecord] = Dictionary()
    /// Streams whose protocol was not agreed on when last looked at, oldest first.
    private var negotiating = Deque<YamuxStreamID>()
    private var events = Deque<ConnectionEvent>()

    init(
        _ result: HandshakeResult,
        configuration: ConnectionConfiguration,
        acceptedProtocols: [String],
        now: Instant
    ) {
        facts = ConnectionFacts(
            id: result.id,
            peer: result.session.remotePeerID,
            direction: result.direction,
            remote: result.remote,
            establishedAt: now
        )
        self.configuration = configuration
        self.acceptedProtocols = acceptedProtocols
        noise = result.session.transport
        muxerConfirmation = MultistreamMuxerConfirmation(of: result.muxerProposal)
        account = result.account
        bytesReceived = result.bytesReceived
        muxer = YamuxConnection(
            role: result.direction == .outbound ? .client : .server,
            configuration: configuration.muxer,
            now: now
        )
    }

    // MARK: - The socket's side

    /// Takes over what the handshake has received beyond its end.
    mutating func resume(_ result: HandshakeResult, now: Instant) throws(ConnectionError) {
        try receivePlaintext(result.plaintext[...], now: now)
        try openRecords(result.leftover[...], now: now)
        drainMuxer(now: now)
    }

    /// Receives bytes from the socket.
    ///
    /// - Throws: `ConnectionError`; the connection has failed.
    mutating func receive(_ bytes: ArraySlice<UInt8>, now: Instant) throws(ConnectionError) {
        bytesReceived &+= UInt64(bytes.count)
        try openRecords(bytes, now: now)
        drainMuxer(now: now)
    }

    /// Writes what the streams have to send into the channel, as far as the backlog allows.
    mutating func fill(now: Instant) {
        let room = configuration.maximumBacklogBytes - backlog
        guard room >= Self.smallestFill else { return }
        _ = muxer.writeFrames(into: &noise, limit: room)
        drainMuxer(now: now)
    }

    /// Whether a flush should be announced to the driver now; true at most once per `takeOutbound`.
    mutating func announceFlush(now: Instant) -> Bool {
        account.announceFlush(pending: noise.outboundByteCount, now: now)
    }

    /// The kernel has taken `count` bytes.
    mutating func receiveSent(_ count: Int, now: Instant) {
        account.receiveSent(count, now: now)
    }

    /// Seals and moves out all bytes that are ready for the socket.
    ///
    /// - Throws: `ConnectionError.noise` when the channel's nonces are used up.
    mutating func takeOutbound(replacement: consuming [UInt8]) throws(ConnectionError) -> [UInt8] {
        do throws(NoiseError) {
            let bytes = try noise.takeOutbound(replacement: replacement)
            account.receiveTaken(bytes.count)
            return bytes
        } catch {
            throw .noise(error)
        }
    }

    /// Does what is due in the muxer and in the negotiations.
    mutating func handleTimeout(now: Instant) throws(ConnectionError) {
        if let stalled = account.stallDeadline(after: configuration.stallTimeout), stalled <= now {
            throw .stalled
        }
        if let deadline = muxer.nextDeadline, deadline <= now {
            do throws(YamuxError) {
                try muxer.handleTimeout(now: now)
            } catch {
                throw error == .keepAliveTimedOut ? .unresponsive : .yamux(error)
            }
            // Nothing is lost but the time of an allocation if the connection is not idle after all.
            noise.releaseBuffers()
        }
        while let id = negotiating.first {
            if let deadline = streams[id]?.deadline {
                guard deadline <= now else { break }
                abandonNegotiation(id)
            }
            negotiating.removeFirst()
        }
        drainMuxer(now: now)
    }

    // MARK: - The muxer's session

    /// Asks the peer whether it is alive; answered by `roundTrip`.
    mutating func ping(now: Instant) {
        muxer.ping(now: now)
    }

    /// Sends a go-away: no new stream will be opened or accepted.
    mutating func goAway(_ code: YamuxGoAwayCode) {
        muxer.goAway(code)
    }

    /// Whether either side has said that it opens and accepts no more streams.
    var isGoingAway: Bool { muxer.isGoingAway }

    // MARK: - Streams

    /// Opens a stream and proposes its protocols.
    mutating func openStream(protocols: [String], now: Instant) throws(StreamOpenError) -> YamuxStreamID {
        guard !protocols.isEmpty, protocols.allSatisfy(MultistreamDialer.isProposable) else {
            throw .invalidProtocol
        }
        let id: YamuxStreamID
        do throws(YamuxOpenError) {
            id = try muxer.openStream(now: now)
        } catch {
            switch error {
            case .goingAway, .identifiersExhausted: throw .closing
            case .tooManyStreams, .tooManyUnacknowledgedStreams: throw .tooManyStreams
            }
        }
        insert(id, StreamNegotiation(proposing: protocols), .outbound, now: now)
        return id
    }

    /// Writes to a stream whose protocol is agreed on or assumed; returns how many bytes were taken.
    mutating func write(_ bytes: ArraySlice<UInt8>, to id: YamuxStreamID) throws(StreamError) -> Int {
        guard let record = streams[id] else { throw .unknown }
        guard record.isWritable else { throw .negotiating }
        do throws(YamuxStreamError) {
            return try muxer.write(bytes, to: id)
        } catch {
            switch error {
            case .unknownStream: throw .unknown
            case .writeClosed: throw .writeClosed
            }
        }
    }

    /// Reads from a stream; returns how many bytes were appended.
    mutating func read(
        _ id: YamuxStreamID,
        maximum: Int,
        into destination: inout [UInt8],
        now: Instant
    ) throws(StreamError) -> Int {
        guard let record = streams[id] else { throw .unknown }
        guard record.isOpen else { return 0 }
        do throws(YamuxStreamError) {
            let count = try muxer.read(id, maximum: maximum, into: &destination, now: now)
            drainMuxer(now: now)
            return count
        } catch {
            throw .unknown
        }
    }

    /// Closes our half of a stream.
    mutating func closeWrite(_ id: YamuxStreamID) {
        do throws(YamuxStreamError) {
            try muxer.closeWrite(id)
        } catch {
            // It is gone already, which is more than was asked for.
            return
        }
    }

    /// Ends a stream at once. No event follows.
    mutating func reset(_ id: YamuxStreamID) {
        // One that is gone already has an event on its way, which takes care of the rest.
        guard streams.removeValue(forKey: id) != nil else { return }
        do throws(YamuxStreamError) {
            try muxer.reset(id)
        } catch {
            // It is gone already, and its event finds nobody.
            return
        }
    }

    // MARK: - What the muxer tells

    /// Turns the muxer's events into ours, negotiating the protocols of new streams on the way.
    private mutating func drainMuxer(now: Instant) {
        while let event = muxer.pollEvent() {
            switch event {
            case .inboundStream(let id):
                insert(id, StreamNegotiation(accepting: acceptedProtocols), .inbound, now: now)
            case .readable(let id): receiveReadable(id, now: now)
            case .writable(let id): if streams[id] != nil { append(.writable, id) }
            case .remoteClosedWrite(let id): receiveEnd(id)
            case .reset(let id): receiveGone(id, .reset)
            case .closed(let id): receiveGone(id, .closed)
            case .roundTrip(let interval): events.append(.roundTrip(interval))
            case .goAway: events.append(.goAway)
            }
        }
        trimNegotiating()
    }

    /// Resets a stream whose protocol was not agreed on.
    private mutating func abandonNegotiation(_ id: YamuxStreamID) {
        guard let record = streams[id], !record.isOpen else { return }
        reset(id)
        if record.direction == .outbound { append(.refused, id) }
    }

    // MARK: - Outputs

    /// The next event, or `nil`.
    mutating func pollEvent() -> ConnectionEvent? {
        events.popFirst()
    }

    /// When the muxer, a negotiation or the backlog wants `handleTimeout`.
    var nextDeadline: Instant? {
        var earliest = muxer.nextDeadline
        if let stalled = account.stallDeadline(after: configuration.stallTimeout) {
            earliest = earliest.map { min($0, stalled) } ?? stalled
        }
        if let id = negotiating.first, let deadline = streams[id]?.deadline {
            earliest = earliest.map { min($0, deadline) } ?? deadline
        }
        return earliest
    }

    /// Whether the streams have something to send that is not in the channel yet.
    var hasUnsentStreamData: Bool { muxer.counters.unsentByteCount > 0 || !muxer.outbox.isEmpty }

    /// Sealed bytes that the kernel has not taken.
    private var backlog: Int { noise.outboundByteCount + account.inFlight }

    /// Bytes that the connection holds: received and not read, written and not sent.
    var heldByteCount: Int {
        muxer.counters.unreadByteCount + muxer.counters.unsentByteCount + backlog
    }

    /// Whether the peer asks for more replies than it reads, so that it should not be read from for a while.
    /// Data of our own that it does not read is no reason: both sides may be writing at once (B31).
    var shouldPauseReading: Bool {
        let limit = configuration.pauseReadingBacklogBytes
        return backlog >= limit && muxer.outbox.pendingCount >= configuration.pauseReadingReplies
    }

    /// Bytes that the kernel has taken, in all.
    var bytesSent: UInt64 { account.sentCount }

    /// The receive windows of its streams together, in bytes: what the peer may send before we read.
    var receiveWindowBytes: UInt64 { muxer.receiveWindowBytes }

    /// The muxer's estimate of a round trip.
    var roundTrip: Interval? { muxer.roundTrip }

    /// Streams that are open or being agreed on.
    var streamCount: Int { streams.count }

    /// The streams that the owner knows of, or that are its own, in ascending order.
    var toldStreams: [YamuxStreamID] {
        streams.filter { $0.value.isOpen || $0.value.direction == .outbound }.keys.ordered()
    }

    /// Whether the protocol of a stream is agreed on.
    func isOpen(_ id: YamuxStreamID) -> Bool { streams[id]?.isOpen ?? false }

    /// Open streams of a protocol that the peer opened.
    func inboundStreamCount(of protocolName: String) -> Int {
        streams.values.reduce(0) { count, record in
            record.direction == .inbound && record.protocolName == protocolName ? count + 1 : count
        }
    }

    // MARK: - Private

    /// Forgets streams at the head of the line that have agreed or are gone.
    private mutating func trimNegotiating() {
        while let id = negotiating.first, streams[id]?.deadline == nil { negotiating.removeFirst() }
    }

    /// A fill below this would cut frames into small pieces.
    private static let smallestFill = 4_096

    private mutating func openRecords(_ bytes: ArraySlice<UInt8>, now: Instant) throws(ConnectionError) {
        var rest = bytes
        while let plaintext = try openRecord(&rest) {
            try receivePlaintext(plaintext, now: now)
        }
    }

    private mutating func openRecord(_ rest: inout ArraySlice<UInt8>) throws(ConnectionError) -> Plaintext? {
        do throws(NoiseError) {
            return try noise.open(&rest)
        } catch {
            throw .noise(error)
        }
    }

    private mutating func receivePlaintext(_ plaintext: Plaintext, now: Instant) throws(ConnectionError) {
        let frames = try muxerConfirmation.receive(plaintext)
        do throws(YamuxError) {
            try muxer.receive(frames, now: now)
        } catch {
            throw .yamux(error)
        }
    }

    private mutating func append(_ event: StreamEvent, _ id: YamuxStreamID) {
        events.append(.stream(id, event))
    }

    private mutating func insert(
        _ id: YamuxStreamID,
        _ negotiation: StreamNegotiation,
        _ direction: Direction,
        now: Instant
    ) {
        var negotiation = negotiation
        let opening = negotiation.takeOutbound()
        let deadline = now + configuration.negotiationTimeout
        streams[id] = StreamRecord(
            phase: .negotiating(negotiation, deadline: deadline),
            direction: direction
        )
        negotiating.append(id)
        if !opening.isEmpty { sendNegotiation(opening, on: id) }
    }

    /// One read for each event: the muxer tells again when a read leaves something behind.
    private mutating func receiveReadable(_ id: YamuxStreamID, now: Instant) {
        guard let record = streams[id] else { return }
        switch record.phase {
        case .open:
            append(.readable, id)
        case .negotiating(var negotiation, let deadline):
            var bytes: [UInt8] = []
            do throws(YamuxStreamError) {
                _ = try muxer.read(id, maximum: negotiation.allowance, into: &bytes, now: now)
            } catch {
                return
            }
            let progress: MultistreamProgress
            do throws(MultistreamError) {
                progress = try negotiation.receive(bytes[...])
            } catch {
                abandonNegotiation(id)
                return
            }
            let answer = negotiation.takeOutbound()
            streams[id]?.phase = .negotiating(negotiation, deadline: deadline)
            if !answer.isEmpty { sendNegotiation(answer, on: id) }
            take(progress, id, record.direction)
        }
    }

    private mutating func take(_ progress: MultistreamProgress, _ id: YamuxStreamID, _ direction: Direction) {
        switch progress {
        case .negotiating: return
        case .refused: abandonNegotiation(id)
        case .selected(let name, _):
            // Nothing is left over, since no byte beyond the message was read.
            guard streams[id] != nil else { return }
            streams[id]?.phase = .open(protocol: name)
            append(.opened(facts.peer, protocol: name, direction), id)
        }
    }

    private mutating func receiveEnd(_ id: YamuxStreamID) {
        guard let record = streams[id] else { return }
        if record.isOpen { append(.ended, id) } else { abandonNegotiation(id) }
    }

    private mutating func receiveGone(_ id: YamuxStreamID, _ event: StreamEvent) {
        guard let record = streams.removeValue(forKey: id) else { return }
        if record.isOpen {
            append(event, id)
        } else if record.direction == .outbound {
            // A peer that does not know the proposal, and found bytes of ours behind it, may just reset.
            append(.refused, id)
        }
    }

    /// The muxer's send buffer has room for it: nothing else is sent before the agreement, but by an
    /// optimistic dialer, which has nothing more to say itself.
    private mutating func sendNegotiation(_ bytes: [UInt8], on id: YamuxStreamID) {
        do throws(YamuxStreamError) {
            if try muxer.write(bytes[...], to: id) < bytes.count { abandonNegotiation(id) }
        } catch {
            return
        }
    }
}
