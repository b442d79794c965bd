internal import DequeModule

/// Which connections are due, now or at some time. Each is queued at most once in either queue.
struct ConnectionAgenda {
    private var queue = Deque<ConnectionID>()
    private var queued: Set<ConnectionID> = []
    private var deadlines = DeadlineQueue()
    private var scheduled: [ConnectionID: Instant] = Dictionary()

    /// The earliest deadline.
    var nextDeadline: Instant? { deadlines.first }

    /// The connection may have something to write.
    mutating func markDirty(_ connection: ConnectionID) {
        if queued.insert(connection).inserted { queue.append(connection) }
    }

    /// The next connection that may have something to write.
    mutating func nextDirty() -> ConnectionID? {
        guard let connection = queue.popFirst() else { return nil }
        queued.remove(connection)
        return connection
    }

    /// The connection is due by then. What was scheduled earlier stays: it is checked again at that time.
    mutating func schedule(_ connection: ConnectionID, at deadline: Instant?) {
        guard let deadline, deadline < scheduled[connection] ?? .distantFuture else { return }
        scheduled[connection] = deadline
        deadlines.insert(connection, at: deadline)
    }

    /// The next connection whose time has come.
    mutating func nextDue(now: Instant) -> ConnectionID? {
        while let due = deadlines.popDue(now: now) {
            guard scheduled[due.connection] == due.instant else { continue }
            scheduled[due.connection] = nil
            return due.connection
        }
        return nil
    }

    /// The connection is gone.
    mutating func forget(_ connection: ConnectionID) {
        scheduled[connection] = nil
    }
}
