import CWASI
import Net

/// The list of what one turn waits for, and the wait itself.
struct Poller {
    /// Whose pollable it is.
    enum Source {
        /// The clock: the deadline came.
        case clock
        /// The program's own, by its place in the list it gave.
        case program(Int)
        case listener(SocketListener)
        case dial(SocketDial)
        case input(SocketConnection)
        case output(SocketConnection)
    }

    private var handles: [wasi_handle_t] = []
    private var sources: [Source] = []
    private var clock: (deadline: Instant, pollable: Pollable)?

    /// Begins a new list.
    mutating func removeAll() {
        handles.removeAll(keepingCapacity: true)
        sources.removeAll(keepingCapacity: true)
    }

    mutating func add(_ pollable: Pollable, _ source: Source) {
        handles.append(pollable.handle)
        sources.append(source)
    }

    /// Waits until something on the list is ready or the deadline has come, and tells what is ready.
    mutating func wait(until deadline: Instant) -> [Source] {
        add(clockPollable(deadline), .clock)  // Also keeps the list from being empty, which would trap.
        var result = wasi_index_list()
        handles.withUnsafeBufferPointer { handles in
            wasi_poll(handles.baseAddress, handles.count, &result)
        }
        let ready = UnsafeBufferPointer(start: result.indexes, count: result.count).map { sources[Int($0)] }
        if result.count > 0 { cwasi_free(result.indexes) }
        return ready
    }

    /// Gives back what the poller itself made.
    mutating func drop() {
        clock?.pollable.drop()
        clock = nil
    }

    /// A pollable for that instant; the last one is kept, because most turns wait for the same one.
    private mutating func clockPollable(_ deadline: Instant) -> Pollable {
        if let clock, clock.deadline == deadline { return clock.pollable }
        clock?.pollable.drop()
        let nanoseconds = UInt64(clamping: deadline.nanoseconds)
        let pollable = Pollable(handle: wasi_monotonic_clock_subscribe_instant(nanoseconds))
        clock = (deadline, pollable)
        return pollable
    }
}
