/// Sends a ping at the start and after every interval, and finds out whether the peer is still there.
struct YamuxKeepAlive {
    private enum State {
        /// No ping is out; the next is sent at this time.
        case resting(until: Instant)
        /// A ping with this value is out.
        case awaitingReply(value: UInt32, sent: Instant)
    }

    private let interval: Interval
    private let timeout: Interval
    private var state: State
    private var lastValue: UInt32 = 0
    private var lastActivity: Instant

    /// A ping is due at once.
    init(interval: Interval, timeout: Interval, now: Instant) {
        // An interval of zero would make the deadline recur at the same time, without end.
        self.interval = max(interval, .milliseconds(1))
        self.timeout = max(timeout, .milliseconds(1))
        state = .resting(until: now)
        lastActivity = now
    }

    /// When ``handleTimeout(now:)`` is to be called.
    var deadline: Instant {
        switch state {
        case .resting(let until): until
        case .awaitingReply(_, let sent): max(sent, lastActivity) + timeout
        }
    }

    /// Sends a ping now, unless one is out; returns its value.
    mutating func ping(now: Instant) -> UInt32? {
        switch state {
        case .resting:
            lastValue &+= 1
            state = .awaitingReply(value: lastValue, sent: now)
            return lastValue
        case .awaitingReply:
            return nil
        }
    }

    /// Returns the value of a ping to be sent, if one is due.
    ///
    /// - Throws: `keepAliveTimedOut` when a ping was out for the whole time-out and nothing came from the
    ///   peer since.
    mutating func handleTimeout(now: Instant) throws(YamuxError) -> UInt32? {
        guard now >= deadline else { return nil }
        switch state {
        case .resting: return ping(now: now)
        case .awaitingReply: throw .keepAliveTimedOut
        }
    }

    /// Records that anything at all came from the peer: behind a lot of data a reply may be late.
    mutating func receiveActivity(now: Instant) {
        lastActivity = max(lastActivity, now)
    }

    /// Processes a ping reply; returns the round-trip time if it answers the ping in flight.
    mutating func receiveReply(_ value: UInt32, now: Instant) -> Interval? {
        switch state {
        case .awaitingReply(value, let sent):
            state = .resting(until: now + interval)
            return max(now - sent, .zero)
        case .awaitingReply, .resting:
            return nil
        }
    }
}
