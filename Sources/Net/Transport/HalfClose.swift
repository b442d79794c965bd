/// How far the two directions of one TCP connection have come, and what follows from that: when FIN goes out,
/// what the client is told, and when the socket is dropped.
///
/// Reading and writing end independently (RFC 9293, section 3.6), and the end of the socket depends on both:
/// three questions, so three enums. A leaf machine: every event answers with what the driver has to do now.
///
/// A graceful close lingers until both directions have ended. It ends early for lack of progress only: a peer
/// that reads slowly gets everything, however long that takes, and one that does not read is let go after
/// `lingerInterval`. Until then what it sends is read and dropped, because a socket that is closed with
/// unread bytes is reset, and the reset destroys what the peer has not read yet (RFC 9293, section 3.6.1).
package struct HalfClose: Sendable {
    /// What the driver has to do.
    package enum Action: Hashable, Sendable {
        /// Nothing now.
        case none
        /// Send FIN as soon as the kernel has every byte, and report `receiveFINSent`.
        case sendFIN
        /// Tell the client `ended`.
        case tellEnd
        /// Tell the client `ended`; then drop the socket and tell `closed`.
        case tellEndAndDrop
        /// Drop the socket, whatever is unwritten, and tell `closed` with `reason`.
        case drop
    }

    private enum Reading {
        /// Bytes are wanted.
        case open
        /// The core has enough for now: the kernel's buffer fills, and the peer feels it.
        case paused
        /// The peer sent FIN.
        case ended
    }

    private enum Writing {
        /// More may come.
        case open
        /// Nothing more comes; FIN follows the last byte.
        case finishing
        /// FIN went out.
        case finished
    }

    private enum Ending {
        /// Each direction goes its own way.
        case none
        /// A graceful close, which waits until then for the next sign of progress.
        case lingering(until: Instant)
        /// The socket is gone or about to go, for that reason.
        case dropped(TransportError?)
    }

    private let lingerInterval: Interval
    private var reading = Reading.open
    private var writing = Writing.open
    private var ending = Ending.none
    private var unwrittenBytes = 0

    /// An open connection.
    ///
    /// - Parameter lingerInterval: How long a graceful close waits without progress.
    package init(lingerInterval: Interval) {
        self.lingerInterval = lingerInterval
    }

    // MARK: - From the client

    /// Reads no more until `resumeReading`. A connection that lingers reads on.
    package mutating func pauseReading() {
        guard case .none = ending, reading == .open else { return }
        reading = .paused
    }

    /// Reads again.
    package mutating func resumeReading() {
        if reading == .paused { reading = .open }
    }

    /// The driver took bytes of the client's and will write them. Only while `takesBytes`.
    package mutating func receiveTaken(_ byteCount: Int) {
        unwrittenBytes += byteCount
    }

    /// No more bytes are taken: FIN follows the last one.
    package mutating func closeWrite() -> Action {
        guard writing == .open, !isDropped else { return .none }
        writing = .finishing
        return isFINDue ? .sendFIN : .none
    }

    /// Closes gracefully. A second call changes nothing.
    package mutating func close(now: Instant) -> Action {
        guard case .none = ending else { return .none }
        ending = .lingering(until: now + lingerInterval)
        resumeReading()
        return closeWrite()
    }

    /// Drops the socket at once.
    package mutating func abort() -> Action {
        drop(nil)
    }

    // MARK: - From the socket

    /// Bytes came from the peer.
    ///
    /// - Returns: Whether they are the client's; otherwise nobody wants them.
    package mutating func receiveBytes(now: Instant) -> Bool {
        guard case .none = ending else {
            noteProgress(now)
            return false
        }
        return true
    }

    /// FIN came from the peer.
    package mutating func receiveEnd(now: Instant) -> Action {
        guard reading != .ended, !isDropped else { return .none }
        reading = .ended
        noteProgress(now)
        let isLingering = nextDeadline != nil
        guard writing == .finished else { return isLingering ? .none : .tellEnd }
        ending = .dropped(nil)
        return isLingering ? .drop : .tellEndAndDrop
    }

    /// The kernel took bytes.
    package mutating func receiveWritten(_ byteCount: Int, now: Instant) -> Action {
        guard !isDropped else { return .none }
        unwrittenBytes = max(0, unwrittenBytes - byteCount)
        noteProgress(now)
        return isFINDue ? .sendFIN : .none
    }

    /// FIN went out.
    package mutating func receiveFINSent(now: Instant) -> Action {
        guard isFINDue else { return .none }
        writing = .finished
        noteProgress(now)
        return reading == .ended ? drop(nil) : .none
    }

    /// The socket failed. Nobody is told why a connection failed that lingered.
    package mutating func receiveFailure(_ error: TransportError) -> Action {
        if case .none = ending { drop(error) } else { drop(nil) }
    }

    /// The time is `now`: to be called when `nextDeadline` has come, harmless before.
    package mutating func handleTimeout(now: Instant) -> Action {
        guard let deadline = nextDeadline, deadline <= now else { return .none }
        return drop(nil)
    }

    // MARK: - Queries

    /// When `handleTimeout` is wanted, unless there is progress before; `nil` for never.
    package var nextDeadline: Instant? {
        if case .lingering(let deadline) = ending { deadline } else { nil }
    }

    /// Whether the socket is to be read.
    package var isReadingWanted: Bool { reading == .open && !isDropped }

    /// Whether bytes of the client's may be taken.
    package var takesBytes: Bool { writing == .open && !isDropped }

    /// Whether FIN is to be sent, the last byte being written.
    package var isFINDue: Bool { writing == .finishing && unwrittenBytes == 0 && !isDropped }

    /// Whether FIN was sent.
    package var isFINSent: Bool { writing == .finished }

    /// Whether the socket is gone or about to go.
    package var isDropped: Bool {
        if case .dropped = ending { true } else { false }
    }

    /// What the client is told of the end: `nil` where it asked for it, or both directions had ended.
    package var reason: TransportError? {
        if case .dropped(let error) = ending { error } else { nil }
    }

    // MARK: - Private

    private mutating func noteProgress(_ now: Instant) {
        guard case .lingering = ending else { return }
        ending = .lingering(until: now + lingerInterval)
    }

    private mutating func drop(_ error: TransportError?) -> Action {
        guard !isDropped else { return .none }
        ending = .dropped(error)
        return .drop
    }
}
