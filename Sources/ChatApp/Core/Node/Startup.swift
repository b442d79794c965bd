import Net

/// Waits until it is known where we listen; only then the node says that it is ready.
///
/// So `ready` is the first event of every run, and a node that could bind no address never says it.
struct Startup {
    /// What is to be done now.
    enum Action: Equatable {
        /// Nothing: the rest is still to come, or it was done before.
        case wait
        /// At least one address is bound, or none was asked for.
        case ready
        /// None could be bound.
        case fail
    }

    private enum State {
        case notStarted
        /// Some listeners have not answered.
        case binding(Set<ListenerID>, hasBound: Bool)
        case done
    }

    private var state = State.notStarted

    /// Whether nothing has to be waited for any more.
    var isDone: Bool {
        if case .done = state { return true }
        return false
    }

    /// Begins to wait for those listeners.
    mutating func begin(_ listeners: [ListenerID]) -> Action {
        guard case .notStarted = state else { preconditionFailure("a node is started once") }
        state = .binding(Set(listeners), hasBound: listeners.isEmpty)
        return advance()
    }

    /// A listener was bound, or could not be. Further addresses of one that has answered change nothing.
    mutating func receive(_ listener: ListenerID, isBound: Bool) {
        guard case .binding(var unanswered, let hasBound) = state else { return }
        unanswered.remove(listener)
        state = .binding(unanswered, hasBound: hasBound || isBound)
    }

    /// What is to be done now that everything was heard that there is to hear: a listener on every interface
    /// tells one address after the other.
    mutating func advance() -> Action {
        guard case .binding(let unanswered, let hasBound) = state, unanswered.isEmpty else { return .wait }
        state = .done
        return hasBound ? .ready : .fail
    }
}
