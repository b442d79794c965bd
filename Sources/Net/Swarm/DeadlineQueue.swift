internal import HeapModule

/// The deadlines of many connections, earliest first.
///
/// Lazy: a deadline that moved to later stays queued at its old place and is asked again when that comes, so
/// that the hot path (a deadline that is pushed back with every byte) touches no heap.
struct DeadlineQueue {
    private struct Entry: Comparable {
        let instant: Instant
        let connection: ConnectionID

        static func < (left: Entry, right: Entry) -> Bool {
            left.instant == right.instant
                ? left.connection < right.connection : left.instant < right.instant
        }
    }

    private var entries = Heap<Entry>()

    /// The earliest queued instant.
    var first: Instant? { entries.min?.instant }

    /// Queues a connection at `instant`.
    mutating func insert(_ connection: ConnectionID, at instant: Instant) {
        entries.insert(Entry(instant: instant, connection: connection))
    }

    /// Takes out the earliest connection whose instant has come, with that instant.
    mutating func popDue(now: Instant) -> (connection: ConnectionID, instant: Instant)? {
        guard let entry = entries.min, entry.instant <= now else { return nil }
        entries.removeMin()
        return (entry.connection, entry.instant)
    }
}
