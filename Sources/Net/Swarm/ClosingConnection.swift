/// The end of a connection: what was written to it goes out, then a go-away, then the socket closes.
///
/// It waits as long as the peer reads; a peer that has read nothing for `patience` gets no more.
struct ClosingConnection {
    /// How long the socket may take nothing.
    static let patience = Interval.seconds(2)

    private enum Phase {
        /// Bytes of streams are on their way out.
        case draining(deadline: Instant)
        /// The driver was told to close the socket, and does so.
        case leaving
    }

    /// What is to be done next.
    enum Action: Equatable {
        /// The socket is the driver's to close.
        case nothing
        /// There is more to send: ask again when the socket has taken something, or at that time.
        case wait(until: Instant)
        /// Everything was put into the channel: have it written, and the socket closed.
        case leave
        /// The peer reads nothing: drop the socket.
        case abort
    }

    private let connection: EstablishedConnection
    private var phase: Phase

    /// The end of a connection, after what was written to it.
    init(draining connection: EstablishedConnection, now: Instant) {
        self.connection = connection
        phase = .draining(deadline: now + Self.patience)
    }

    /// The end of a connection that the driver is told to close now; what is in the channel goes out.
    init(leaving connection: EstablishedConnection) {
        self.connection = connection
        phase = .leaving
    }

    /// Receives bytes: their content is ignored, but they may show that the peer reads.
    func receive(_ bytes: ArraySlice<UInt8>, now: Instant) throws(ConnectionError) {
        try connection.receive(bytes, now: now)
        discardEvents(now: now)
    }

    /// The socket took bytes.
    mutating func receiveSent(_ byteCount: Int, now: Instant) {
        connection.receiveSent(byteCount, now: now)
        if case .draining = phase { phase = .draining(deadline: now + Self.patience) }
    }

    /// Goes on as far as possible.
    mutating func advance(now: Instant) -> Action {
        guard case .draining(let deadline) = phase else { return .nothing }
        connection.fill(now: now)
        discardEvents(now: now)
        if connection.hasUnsentStreamData { return deadline <= now ? .abort : .wait(until: deadline) }
        connection.goAway(.normal)
        connection.fill(now: now)
        phase = .leaving
        return .leave
    }

    /// Whether a flush should be announced to the driver now.
    func announceFlush(now: Instant) -> Bool {
        connection.announceFlush(now: now)
    }

    /// Moves out what is ready for the socket.
    func takeOutbound(replacement: consuming [UInt8]) throws(ConnectionError) -> [UInt8] {
        try connection.takeOutbound(replacement: replacement)
    }

    private func discardEvents(now: Instant) {
        while connection.pollEvent(now: now) != nil {}
    }
}
