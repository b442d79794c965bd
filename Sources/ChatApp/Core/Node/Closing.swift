import Net

/// The way to the end: first what was typed is handed over, then the connections close, then it is over.
struct Closing {
    /// How long a quitting node waits for a peer to hand unsent messages to.
    static let lingerInterval = Interval.seconds(5)
    /// How long closing the connections may take.
    static let shutdownInterval = Interval.seconds(2)

    private enum State {
        case running
        /// Asked to quit while messages are unsent.
        case lingering(until: Instant, reason: String)
        /// The swarm was told to shut down.
        case shuttingDown(until: Instant, reason: String)
        /// `closed` was said.
        case closed
    }

    /// What is to be done now.
    enum Action: Equatable {
        case none
        /// Tell the swarm to shut down.
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
        case .running, .lingering: return true
        case .shuttingDown, .closed: return false
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
        case .lingering(let deadline, _), .shuttingDown(let deadline, _): return deadline
        case .running, .closed: return nil
        }
    }

    /// Asks for the end; asking again while it lingers ends the wait.
    mutating func request(reason: String, lingers: Bool, now: Instant) -> Action {
        switch state {
        case .running:
            guard lingers else { return shutDown(reason: reason, now: now) }
            state = .lingering(until: now + Self.lingerInterval, reason: reason)
            return .none
        case .lingering(_, let reason): return shutDown(reason: reason, now: now)
        case .shuttingDown, .closed: return .none
        }
    }

    /// Goes on as far as possible.
    mutating func advance(hasUnsent: Bool, isShutDown: Bool, now: Instant) -> Action {
        switch state {
        case .running, .closed: return .none
        case .lingering(let deadline, let reason):
            guard !hasUnsent || now >= deadline else { return .none }
            return shutDown(reason: reason, now: now)
        case .shuttingDown(let deadline, let reason):
            guard isShutDown || now >= deadline else { return .none }
            state = .closed
            return .close(reason: reason)
        }
    }

    private mutating func shutDown(reason: String, now: Instant) -> Action {
        state = .shuttingDown(until: now + Self.shutdownInterval, reason: reason)
        return .shutDown
    }
}
