import Net

/// The way to the end: first what was typed is handed over, then the connections close, then it is over.
///
/// Nothing that makes progress is cut short: a wait begins anew with every message that leaves. Only a node
/// that is told to stop at once has a limit in all.
struct Closing {
    /// How long a quitting node waits for a message to leave, or for a peer to hand it to.
    static let lingerInterval = Interval.seconds(5)
    /// How long closing the connections may take when there is no time.
    static let stopInterval = Interval.seconds(2)

    private enum State {
        case running
        /// Asked to quit while messages are unsent; the fewest so far.
        case lingering(until: Instant, unsent: Int, reason: String)
        /// The connections were told to close. They end by themselves, each when its peer stops reading; a
        /// node that is to stop does not wait that long.
        case shuttingDown(until: Instant?, reason: String)
        /// `closed` was said.
        case closed
    }

    /// What is to be done now.
    enum Action: Equatable {
        case none
        /// Tell the connections to close.
        case shutDown
        /// Say `closed`.
        case close(reason: String)
    }

    private var state = State.running

    /// Whether nothing asked for the end yet.
    var isRunning: Bool {
        if case .running = state { return true }
        return false
    }

    /// Whether lines are still looked at: while it lingers too, for a second `/quit`.
    var takesInput: Bool {
        switch state {
        case .running, .lingering: true
        case .shuttingDown, .closed: false
        }
    }

    /// Whether `closed` was said.
    var isClosed: Bool {
        if case .closed = state { return true }
        return false
    }

    /// When `advance` is wanted.
    var nextDeadline: Instant? {
        switch state {
        case .lingering(let deadline, _, _): deadline
        case .shuttingDown(let deadline, _): deadline
        case .running, .closed: nil
        }
    }

    /// Asks for the end, after what is unsent has left; asking again ends the wait.
    mutating func quit(reason: String, unsent: Int, now: Instant) -> Action {
        switch state {
        case .running where unsent > 0:
            state = .lingering(until: now + Self.lingerInterval, unsent: unsent, reason: reason)
            return .none
        case .running: return shutDown(reason: reason, until: nil)
        case .lingering(_, _, let reason): return shutDown(reason: reason, until: now + Self.stopInterval)
        case .shuttingDown, .closed: return .none
        }
    }

    /// Asks for the end at once.
    mutating func stop(reason: String, now: Instant) -> Action {
        let deadline = now + Self.stopInterval
        switch state {
        case .running, .lingering: return shutDown(reason: reason, until: deadline)
        case .shuttingDown(let present, let reason):
            state = .shuttingDown(until: present ?? deadline, reason: reason)
            return .none
        case .closed: return .none
        }
    }

    /// Goes on as far as possible.
    mutating func advance(unsent: Int, isShutDown: Bool, now: Instant) -> Action {
        switch state {
        case .running, .closed: return .none
        case .lingering(let deadline, let least, let reason):
            guard unsent > 0 else { return shutDown(reason: reason, until: nil) }
            if unsent < least {
                state = .lingering(until: now + Self.lingerInterval, unsent: unsent, reason: reason)
                return .none
            }
            return now < deadline ? .none : shutDown(reason: reason, until: nil)
        case .shuttingDown(let deadline, let reason):
            guard isShutDown || deadline.map({ $0 <= now }) ?? false else { return .none }
            state = .closed
            return .close(reason: reason)
        }
    }

    private mutating func shutDown(reason: String, until deadline: Instant?) -> Action {
        state = .shuttingDown(until: deadline, reason: reason)
        return .shutDown
    }
}
