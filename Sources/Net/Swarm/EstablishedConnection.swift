internal import DequeModule

/// An established connection as the swarm keeps it: the streams of the program and, apart from them, those of
/// the built-in protocols; and what the swarm needs to know to keep, replace or close it.
///
/// After any change the swarm drains `pollEvent` to `nil`, and calls `fill` before the driver waits.
///
/// It is a class because it stands as the payload of an enum in a table: a value would have to be taken out
/// and put back for every change. What it holds are values.
final class EstablishedConnection {
    /// Its events, for the swarm.
    enum Event {
        /// Something happened to a stream of the program.
        case stream(YamuxStreamID, StreamEvent)
        /// The peer asks who we are, to be answered by `answerIdentify`.
        case identifyRequested(YamuxStreamID)
        /// The peer has said who it is.
        case identified(IdentifyMessage)
        /// A ping of the built-in protocol came back.
        case roundTrip(Interval)
        /// The peer has shown that it is alive.
        case answered
        /// The peer has sent a go-away, and no stream is left.
        case over
    }

    /// How long a connection that another one has made redundant is kept without streams: long enough that
    /// the peer has seen the other one too, and has none on its way.
    static let redundancyGrace = Interval.seconds(5)

    let facts: ConnectionFacts
    /// An exchange of a built-in protocol that takes longer is reset.
    private let builtInTimeout: Interval
    /// The streams of one protocol of the program that the peer may have open.
    private let maximumStreamsPerProtocol: Int
    private var connection: Connection
    private var builtIn = BuiltInStreams()
    private var events = Deque<Event>()

    private var pings: PingSchedule
    private var pingedRoundTrip: Interval?
    /// When a stream of the program began or ended last.
    private var lastUsed: Instant
    /// When the peer has last answered the muxer's ping.
    private var lastAnswer: Instant?
    /// Since when another connection has carried the peer.
    private var redundantSince: Instant?
    /// The bytes that were last accounted for.
    private var accountedBytes = 0
    private var isReadingPaused = false
    /// Whether it is kept though nobody uses it, unless it is redundant.
    var isKept = false

    /// A connection that was just established.
    init(
        _ result: HandshakeResult,
        _ configuration: SwarmConfiguration,
        accepting acceptedProtocols: [String],
        now: Instant
    ) {
        connection = Connection(
            result,
            configuration: configuration.connection,
            acceptedProtocols: acceptedProtocols,
            now: now
        )
        facts = connection.facts
        builtInTimeout = configuration.builtInTimeout
        maximumStreamsPerProtocol = configuration.limits.inboundStreamsPerProtocol
        pings = PingSchedule(interval: configuration.pingInterval, establishedAt: now)
        lastUsed = now
    }

    // MARK: - The socket's side

    /// Takes over what the handshake has received beyond its end.
    func resume(_ result: HandshakeResult, now: Instant) throws(ConnectionError) {
        try connection.resume(result, now: now)
    }

    /// Receives bytes from the socket.
    func receive(_ bytes: ArraySlice<UInt8>, now: Instant) throws(ConnectionError) {
        try connection.receive(bytes, now: now)
    }

    /// The kernel has taken `count` bytes.
    func receiveSent(_ count: Int, now: Instant) {
        connection.receiveSent(count, now: now)
    }

    /// Puts what the streams have to send into the channel.
    func fill(now: Instant) {
        connection.fill(now: now)
    }

    /// Whether a flush should be announced to the driver now.
    func announceFlush(now: Instant) -> Bool {
        connection.announceFlush(now: now)
    }

    /// Moves out what is ready for the socket.
    func takeOutbound(replacement: consuming [UInt8]) throws(ConnectionError) -> [UInt8] {
        try connection.takeOutbound(replacement: replacement)
    }

    /// Whether the streams have something to send that is not in the channel yet.
    var hasUnsentStreamData: Bool { connection.hasUnsentStreamData }

    /// Does what is due.
    func handleTimeout(now: Instant) throws(ConnectionError) {
        try connection.handleTimeout(now: now)
        for id in builtIn.removeExpired(now: now) { connection.reset(id) }
    }

    /// When `handleTimeout`, a ping or the end is wanted.
    ///
    /// - Parameter idleTimeout: How long the connection may go unused; `nil` for no limit.
    func nextDeadline(idleTimeout: Interval?) -> Instant? {
        var earliest = connection.nextDeadline ?? .distantFuture
        if let next = pings.next { earliest = min(earliest, next) }
        if let end = endDeadline(idleTimeout: idleTimeout) { earliest = min(earliest, end) }
        if let deadline = builtIn.nextDeadline { earliest = min(earliest, deadline) }
        return earliest == .distantFuture ? nil : earliest
    }

    /// What reading should be, if that has changed: paused while the peer asks for more replies than it
    /// reads.
    func updateReading() -> Bool? {
        guard connection.shouldPauseReading != isReadingPaused else { return nil }
        isReadingPaused.toggle()
        return isReadingPaused
    }

    /// The bytes that it holds: received and not read, written and not sent.
    var heldByteCount: Int { connection.heldByteCount }

    /// How many bytes more it holds than at the last call.
    func accountMemory() -> Int {
        let before = accountedBytes
        accountedBytes = connection.heldByteCount
        return accountedBytes - before
    }

    /// It does not count any more: takes back what was accounted for.
    func releaseMemory() -> Int {
        defer { accountedBytes = 0 }
        return -accountedBytes
    }

    // MARK: - Events

    /// The next event, or `nil`.
    func pollEvent(now: Instant) -> Event? {
        while true {
            if let event = events.popFirst() { return event }
            guard let event = connection.pollEvent() else { return nil }
            switch event {
            case .stream(let id, let event): receive(event, of: id, now: now)
            case .roundTrip:
                lastAnswer = now
                events.append(.answered)
            case .goAway:
                if connection.streamCount == 0 { events.append(.over) }
            }
        }
    }

    private func receive(_ event: StreamEvent, of id: YamuxStreamID, now: Instant) {
        switch event {
        case .opened(_, let name, let direction): receiveOpened(event, id, name, direction, now: now)
        case .refused, .closed, .reset:
            if !builtIn.remove(id) {
                lastUsed = now
                events.append(.stream(id, event))
            }
            if connection.isGoingAway, connection.streamCount == 0 { events.append(.over) }
        case .readable, .writable, .ended:
            if let index = builtIn.index(of: id) {
                pump(index, id, isEnded: event == .ended, now: now)
            } else {
                events.append(.stream(id, event))
            }
        }
    }

    private func receiveOpened(
        _ event: StreamEvent,
        _ id: YamuxStreamID,
        _ name: String,
        _ direction: Direction,
        now: Instant
    ) {
        let known = BuiltInProtocol(name: name)
        let limit = known?.maximumInboundStreams ?? maximumStreamsPerProtocol
        guard direction == .outbound || connection.inboundStreamCount(of: name) <= limit else {
            connection.reset(id)
            return
        }
        switch (known, direction) {
        case (nil, _):
            lastUsed = now
            events.append(.stream(id, event))
        case (_, .outbound):
            if let index = builtIn.index(of: id) { pump(index, id, isEnded: false, now: now) }
        case (.identify, .inbound): events.append(.identifyRequested(id))
        case (.identifyPush, .inbound):
            serve(.readingIdentify(from: facts.peer, deadline: now + builtInTimeout), on: id, now: now)
        case (.ping, .inbound): serve(.answeringPings(), on: id, now: now)
        case (.perf, .inbound): serve(.servingPerf(), on: id, now: now)
        }
    }

    // MARK: - The program's streams

    /// Opens a stream and proposes its protocols.
    func openStream(protocols: [String], now: Instant) throws(StreamOpenError) -> YamuxStreamID {
        try connection.openStream(protocols: protocols, now: now)
    }

    /// Writes to a stream; returns how many bytes were taken.
    func write(_ bytes: ArraySlice<UInt8>, to id: YamuxStreamID) throws(StreamError) -> Int {
        guard builtIn.index(of: id) == nil else { throw .unknown }
        return try connection.write(bytes, to: id)
    }

    /// Reads from a stream; returns how many bytes were appended.
    func read(
        _ id: YamuxStreamID,
        maximum: Int,
        into destination: inout [UInt8],
        now: Instant
    ) throws(StreamError) -> Int {
        guard builtIn.index(of: id) == nil else { throw .unknown }
        return try connection.read(id, maximum: maximum, into: &destination, now: now)
    }

    /// Closes our half of a stream.
    func closeWrite(_ id: YamuxStreamID) {
        if builtIn.index(of: id) == nil { connection.closeWrite(id) }
    }

    /// Ends a stream at once. No event follows.
    func reset(_ id: YamuxStreamID, now: Instant) {
        guard builtIn.index(of: id) == nil else { return }
        lastUsed = now
        connection.reset(id)
    }

    /// The streams of the program, in ascending order: those it was told of and those it has opened.
    var programStreams: [YamuxStreamID] { connection.toldStreams.filter { builtIn.index(of: $0) == nil } }

    /// Whether the program uses a stream, or may come to use one.
    private var isUsed: Bool { connection.streamCount > builtIn.count }

    // MARK: - Built-in protocols

    /// Sends the peer an identify request.
    func requestIdentify(now: Instant) {
        start(.identify, .readingIdentify(from: facts.peer, deadline: now + builtInTimeout), now: now)
    }

    /// Answers the peer's identify request on that stream.
    func answerIdentify(_ message: IdentifyMessage, on id: YamuxStreamID, now: Instant) {
        serve(.sending(message, deadline: now + builtInTimeout), on: id, now: now)
    }

    /// Sends the peer our changed description (identify push).
    func pushIdentify(_ message: IdentifyMessage, now: Instant) {
        start(.identifyPush, .sending(message, deadline: now + builtInTimeout), now: now)
    }

    /// Whether a ping is due.
    func isPingDue(now: Instant) -> Bool { pings.isDue(now: now) }

    /// Measures the round trip.
    ///
    /// - Parameter payload: 32 unpredictable bytes.
    func ping(payload: [UInt8], now: Instant) {
        pings.receivePing(now: now)
        start(.ping, .pinging(payload: payload, now: now, deadline: now + builtInTimeout), now: now)
    }

    /// Asks the peer whether it is alive; a reply becomes the event `answered`.
    func askForAnswer(now: Instant) {
        connection.ping(now: now)
    }

    private func start(_ builtInProtocol: BuiltInProtocol, _ stream: BuiltInStream, now: Instant) {
        do throws(StreamOpenError) {
            let id = try connection.openStream(protocols: [builtInProtocol.name], now: now)
            serve(stream, on: id, now: now)
        } catch {
            // The connection has no room for another stream, or is going away: this can be done without.
            return
        }
    }

    private func serve(_ stream: BuiltInStream, on id: YamuxStreamID, now: Instant) {
        pump(builtIn.append(stream, as: id), id, isEnded: false, now: now)
    }

    /// Moves bytes between a stream and its protocol until neither side can go on.
    private func pump(_ index: Int, _ id: YamuxStreamID, isEnded: Bool, now: Instant) {
        do throws(StreamError) {
            while try receiveBuiltIn(index, id, now: now) { try sendBuiltIn(index, id) }
            if isEnded { builtIn[index].receiveEnd() }
            try sendBuiltIn(index, id)
            if builtIn[index].isDoneSending { connection.closeWrite(id) }
        } catch {
            _ = builtIn.remove(id)
            connection.reset(id)
        }
    }

    /// Reads once; returns whether there was something.
    private func receiveBuiltIn(_ index: Int, _ id: YamuxStreamID, now: Instant) throws(StreamError) -> Bool {
        let allowance = builtIn[index].readAllowance
        guard allowance > 0, connection.isOpen(id) else { return false }
        var bytes: [UInt8] = []
        guard try connection.read(id, maximum: allowance, into: &bytes, now: now) > 0 else { return false }
        switch builtIn[index].receive(bytes[...], now: now) {
        case .nothing: break
        case .identified(let message): events.append(.identified(message))
        case .roundTrip(let interval):
            pingedRoundTrip = interval
            events.append(.roundTrip(interval))
        case .failed: throw .reset
        }
        return true
    }

    private func sendBuiltIn(_ index: Int, _ id: YamuxStreamID) throws(StreamError) {
        while !builtIn[index].isDoneSending {
            let bytes = builtIn[index].bytesToSend()
            guard !bytes.isEmpty else { return }
            let count = try connection.write(bytes, to: id)
            builtIn[index].didSend(count)
            guard count == bytes.count else { return }
        }
    }

    // MARK: - Use and end

    /// What the choice between connections of one peer depends on.
    var candidate: ConnectionPreference.Candidate {
        ConnectionPreference.Candidate(
            connection: facts.id,
            direction: facts.direction,
            establishedAt: facts.establishedAt,
            lastAnswer: lastAnswer
        )
    }

    /// Whether new streams may be opened.
    var isUsable: Bool { !connection.isGoingAway }

    /// Another connection carries the peer now, or this one does again.
    func setRedundant(_ isRedundant: Bool, now: Instant) {
        redundantSince = isRedundant ? redundantSince ?? now : nil
    }

    /// Whether another connection carries the peer, and this one has not answered since: it is dead, as far
    /// as anybody knows.
    var isSilent: Bool {
        redundantSince.map { (lastAnswer ?? facts.establishedAt) < $0 } ?? false
    }

    /// When the connection is to be closed because nobody uses it, if nothing changes. A redundant one
    /// without a sign of life ends whatever streams hang on it.
    ///
    /// - Parameter idleTimeout: How long the connection may go unused; `nil` for no limit.
    func endDeadline(idleTimeout: Interval?) -> Instant? {
        if let redundantSince {
            if isSilent { return redundantSince + Self.redundancyGrace }
            return isUsed ? nil : max(redundantSince, lastUsed) + Self.redundancyGrace
        }
        guard let idleTimeout, !isUsed, !isKept else { return nil }
        return lastUsed + idleTimeout
    }

    /// Since when the program has had no stream; `nil` while it has one.
    var unusedSince: Instant? { isUsed ? nil : lastUsed }

    /// Sends a go-away: no further stream is opened.
    func goAway(_ code: YamuxGoAwayCode) {
        connection.goAway(code)
    }

    // MARK: - Figures

    /// What a user is shown of it.
    func summary(_ info: IdentifyInfo?) -> ConnectionSummary {
        ConnectionSummary(
            connection: facts.id,
            peer: facts.peer,
            address: facts.remote.withPeerID(facts.peer),
            direction: facts.direction,
            roundTrip: pingedRoundTrip ?? connection.roundTrip,
            agent: info?.agentVersion ?? "",
            protocols: info?.protocols ?? [],
            bytesReceived: connection.bytesReceived,
            bytesSent: connection.bytesSent,
            streams: connection.streamCount,
            receiveWindowBytes: connection.receiveWindowBytes,
            since: facts.establishedAt
        )
    }
}
