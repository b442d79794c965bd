internal import DequeModule

/// Which connections want to be looked at, now or at some time. Each stands in each of the two lines once.
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

    /// The connection wants to be looked at by then. What was scheduled earlier stays: it is asked again at
    /// that time.
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
