import NIOConcurrencyHelpers

/// What goes wrong with the store, from the moment on when there is somebody to tell.
final class StoreProblems: Sendable {
    private struct State {
        var waiting: [String] = []
        var listener: (@Sendable (String) -> Void)?
    }

    private let state = NIOLockedValueBox(State())

    /// Something went wrong.
    func report(_ problem: String) {
        let listener = state.withLockedValue { state in
            if state.listener == nil { state.waiting.append(problem) }
            return state.listener
        }
        listener?(problem)
    }

    /// Tells what has gone wrong, and what will.
    func tell(_ listener: @escaping @Sendable (String) -> Void) {
        let waiting = state.withLockedValue { state in
            state.listener = listener
            defer { state.waiting = [] }
            return state.waiting
        }
        waiting.forEach(listener)
    }
}
