internal import DequeModule

/// An established connection: proved peer, secure channel, muxer, and the streams with their protocols.
///
/// Driven by the swarm, which after any change drains `pollEvent` to `nil` and calls `fill` before the driver waits. When a call
/// throws, the connection is over: the muxer's go-away is ready for one last `fill`, and the owner closes the socket.
///
/// Bytes are copied once on the way in (records are opened from the driver's bytes into one buffer, from which the muxer takes
/// them to their streams) and once on the way out (a stream's into the open record of the channel's outbound buffer, where
/// it is sealed in place).
final class Connection {
    let id: ConnectionID
    let peer: PeerID
    let direction: Direction
    /// The dialled address, or the one that was accepted from.
    let remote: Multiaddr
    let local: Multiaddr?
    let establishedAt: Instant
    let configuration: ConnectionConfiguration
    /// What is accepted on inbound streams.
    let acceptedProtocols: [String]

    private var noise: NoiseTransport
    var muxer: YamuxConnection
    /// Our proposal of the muxer, while the peer has not confirmed it.
    private var muxerProposal: MultistreamDialer?
    var account: OutboundAccount
    private(set) var bytesReceived: UInt64

    var streams: [YamuxStreamID: StreamRecord] = [:]
    /// Streams whose protocol was not agreed on when last looked at, oldest first.
    private var negotiating = Deque<YamuxStreamID>()
    private var events = Deque<ConnectionEvent>()

    /// The streams of the swarm's own protocols.
    var services: [YamuxStreamID: ServiceSession] = [:]
    /// What the swarm notes about this connection.
    var notes: ConnectionNotes

    init(
        _ upgraded: Upgraded,
        configuration: ConnectionConfiguration,
        acceptedProtocols: [String],
        now: Instant
    ) {
        id = upgraded.id
        peer = upgraded.session.remotePeerID
        direction = upgraded.direction
        remote = upgraded.remote
        local = upgraded.local
        establishedAt = now
        self.configuration = configuration
        self.acceptedProtocols = acceptedProtocols
        noise = upgraded.session.transport
        muxerProposal = upgraded.muxerProposal
        account = upgraded.account
        bytesReceived = upgraded.bytesReceived
        notes = ConnectionNotes(now: now)
        muxer = YamuxConnection(
            role: upgraded.direction == .outbound ? .client : .server,
            configuration: configuration.muxer,
            now: now
        )
    }

    // MARK: - The socket's side

    /// Takes over what the handshake has received beyond its end.
    func resume(_ upgraded: Upgraded, now: Instant) throws(ConnectionError) {
        try receivePlaintext(upgraded.plaintext[...], now: now)
        try openRecords(upgraded.leftover[...], now: now)
        drainMuxer(now: now)
    }

    /// Receives bytes from the socket.
    ///
    /// - Throws: `ConnectionError`; the connection is over.
    func receive(_ bytes: ArraySlice<UInt8>, now: Instant) throws(ConnectionError) {
        bytesReceived &+= UInt64(bytes.count)
        try openRecords(bytes, now: now)
        drainMuxer(now: now)
    }

    /// Writes what the streams have to send into the channel, as far as the backlog allows.
    func fill() {
        let room = configuration.maximumBacklogBytes - backlog
        guard room >= Self.smallestFill else { return }
        _ = muxer.writeFrames(into: &noise, limit: room)
    }

    /// Seals and moves out all bytes that are ready for the socket.
    ///
    /// - Throws: `ConnectionError.noise` when the channel's nonces are used up.
    func takeOutbound(replacement: consuming [UInt8]) throws(ConnectionError) -> [UInt8] {
        do throws(NoiseError) {
            let bytes = try noise.takeOutbound(replacement: replacement)
            account.receiveTaken(bytes.count)
            return bytes
        } catch {
            throw .noise(error)
        }
    }

    /// Does what is due in the muxer and in the negotiations.
    func handleTimeout(now: Instant) throws(ConnectionError) {
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

    // MARK: - Outputs

    /// The next event, or `nil`.
    func pollEvent() -> ConnectionEvent? {
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

    /// Bytes ready to be taken.
    var pendingByteCount: Int { noise.outboundByteCount }

    /// Bytes that the kernel has not taken.
    var backlog: Int { noise.outboundByteCount + account.inFlight }

    /// Bytes that the connection holds: received and not read, written and not sent.
    var heldByteCount: Int {
        muxer.counters.unreadByteCount + muxer.counters.unsentByteCount + backlog
    }

    /// Whether the peer asks for more replies than it reads, so that it should not be read from for a while. Data of our own
    /// that it does not read is no reason: both sides may be writing at once (B31).
    var shouldPauseReading: Bool {
        let limit = configuration.pauseReadingBacklogBytes
        return backlog >= limit && muxer.outbox.pendingCount >= configuration.pauseReadingReplies
    }

    /// Streams that the program uses, or may come to use.
    var applicationStreamCount: Int { streams.count - services.count }

    /// Open streams of a protocol that the peer opened.
    func inboundStreamCount(of protocolName: String) -> Int {
        streams.values.reduce(0) { count, record in
            record.direction == .inbound && record.protocolName == protocolName ? count + 1 : count
        }
    }

    // MARK: - Shared with the streams' part

    func append(_ event: ConnectionEvent) {
        events.append(event)
    }

    func appendNegotiating(_ id: YamuxStreamID) {
        negotiating.append(id)
    }

    /// Forgets streams at the head of the line that have agreed or are gone.
    func trimNegotiating() {
        while let id = negotiating.first, streams[id]?.deadline == nil { negotiating.removeFirst() }
    }

    // MARK: - Private

    /// A fill below this would cut frames into small pieces.
    private static let smallestFill = 4_096

    private func openRecords(_ bytes: ArraySlice<UInt8>, now: Instant) throws(ConnectionError) {
        var rest = bytes
        while let plaintext = try openRecord(&rest) {
            try receivePlaintext(plaintext, now: now)
        }
    }

    private func openRecord(_ rest: inout ArraySlice<UInt8>) throws(ConnectionError) -> ArraySlice<UInt8>? {
        do throws(NoiseError) {
            return try noise.open(&rest)
        } catch {
            throw .noise(error)
        }
    }

    private func receivePlaintext(_ plaintext: ArraySlice<UInt8>, now: Instant) throws(ConnectionError) {
        let frames = try confirmMuxer(plaintext)
        do throws(YamuxError) {
            try muxer.receive(frames, now: now)
        } catch {
            throw .yamux(error)
        }
    }

    /// Before the muxer's first frame comes the peer's confirmation of our proposal, if we made one.
    private func confirmMuxer(_ plaintext: ArraySlice<UInt8>) throws(ConnectionError) -> ArraySlice<UInt8> {
        guard var proposal = muxerProposal else { return plaintext }
        let progress: MultistreamProgress
        do throws(MultistreamError) {
            progress = try proposal.receive(plaintext)
        } catch {
            throw .multistream(error)
        }
        switch progress {
        case .negotiating:
            muxerProposal = proposal
            return []
        case .refused:
            throw .muxerRefused
        case .selected(_, let leftover):
            muxerProposal = nil
            return leftover
        }
    }
}
