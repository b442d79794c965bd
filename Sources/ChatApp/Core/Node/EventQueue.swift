/// The events that wait to be polled. What happens before `ready` comes after it, and nothing comes after
/// `closed`.
struct EventQueue {
    private enum State {
        /// Before `ready`.
        case holding
        case open
        /// After `closed`.
        case closed
    }

    private var state = State.holding
    private var events: [ChatEvent] = []
    private var next = 0
    /// What happened before `ready`.
    private var held: [ChatEvent] = []

    /// Queues an event.
    mutating func append(_ event: ChatEvent) {
        switch state {
        case .holding: held.append(event)
        case .open: events.append(event)
        case .closed: break
        }
    }

    /// Queues several, in order.
    mutating func append(contentsOf events: [ChatEvent]) {
        for event in events { append(event) }
    }

    /// Queues `ready`, and what waited for it.
    mutating func open(with ready: ChatEvent) {
        events.append(ready)
        release()
    }

    /// Queues `closed`, the last event. Where `ready` was never said, what was held comes before it.
    mutating func close(with closed: ChatEvent) {
        release()
        events.append(closed)
        state = .closed
    }

    /// The next event; `nil` when there is none.
    mutating func poll() -> ChatEvent? {
        guard next < events.count else {
            events.removeAll(keepingCapacity: true)
            next = 0
            return nil
        }
        defer { next += 1 }
        return events[next]
    }

    private mutating func release() {
        state = .open
        events.append(contentsOf: held)
        held.removeAll()
    }
}
