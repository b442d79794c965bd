import Net

/// Waits until it is settled where we listen; only then the node says that it is ready.
///
/// So `ready` is the first event of every run, and a node that could bind no address never says it.
struct Startup {
    /// What is to be done after a listener was settled.
    enum Action: Equatable {
        /// Others are still unsettled.
        case wait
        /// At least one is bound, or none was asked for.
        case ready
        /// None could be bound.
        case fail
    }

    private var unsettled: Set<ListenerID>
    private var hasBound: Bool

    /// Waits for those; for none, `receive` is never called and the node is ready at once.
    init(listeners: [ListenerID]) {
        unsettled = Set(listeners)
        hasBound = listeners.isEmpty
    }

    /// Whether nothing has to be waited for.
    var isSettled: Bool { unsettled.isEmpty }

    /// Takes what became of a listener. Further addresses of a settled one change nothing.
    mutating func receive(_ listener: ListenerID, isBound: Bool) -> Action {
        hasBound = hasBound || isBound
        guard unsettled.remove(listener) != nil, unsettled.isEmpty else { return .wait }
        return hasBound ? .ready : .fail
    }
}
