import Net

/// The events to come, earliest first; of those at one moment the one that was added first.
struct EventQueue {
    private struct Entry {
        let time: Int64
        let order: UInt64
        let place: Int32

        func isBefore(_ other: Entry) -> Bool {
            time != other.time ? time < other.time : order < other.order
        }
    }

    private var heap: [Entry] = []
    /// The events stand still while their entries move.
    private var events: [SimulationEvent?] = []
    private var free: [Int32] = []
    private var added: UInt64 = 0

    var nextTime: Instant? { heap.first.map { Instant(nanoseconds: $0.time) } }

    mutating func add(_ event: SimulationEvent, at time: Instant) {
        let place: Int32
        if let reused = free.popLast() {
            place = reused
            events[Int(place)] = event
        } else {
            place = Int32(events.count)
            events.append(event)
        }
        heap.append(Entry(time: time.nanoseconds, order: added, place: place))
        added += 1
        rise(heap.count - 1)
    }

    mutating func popFirst() -> (time: Instant, event: SimulationEvent)? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        if !heap.isEmpty {
            heap[0] = last
            sink(0)
        }
        free.append(first.place)
        guard let event = events[Int(first.place)] else { preconditionFailure("every entry has its event") }
        events[Int(first.place)] = nil
        return (Instant(nanoseconds: first.time), event)
    }

    /// Four children to a node: fewer levels, and they lie side by side.
    private mutating func rise(_ start: Int) {
        var index = start
        while index > 0 {
            let parent = (index - 1) / 4
            guard heap[index].isBefore(heap[parent]) else { return }
            heap.swapAt(index, parent)
            index = parent
        }
    }

    private mutating func sink(_ start: Int) {
        var index = start
        while true {
            var least = index
            let children = index * 4 + 1
            for child in children..<min(children + 4, max(children, heap.count))
            where heap[child].isBefore(heap[least]) {
                least = child
            }
            guard least != index else { return }
            heap.swapAt(index, least)
            index = least
        }
    }
}
