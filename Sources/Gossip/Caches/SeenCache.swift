import Net

/// The ids of the messages seen lately, counted from the first sight (specs `gossipsub-v1.0.md`, "seen").
struct SeenCache {
    private var statuses: [MessageID: SeenStatus] = [:]
    private var order = Fifo<(id: MessageID, expiry: Instant)>()

    var count: Int { statuses.count }

    func status(of id: MessageID) -> SeenStatus? {
        statuses[id]
    }

    /// Adds an id that is not there yet.
    mutating func insert(_ id: MessageID, _ status: SeenStatus, until expiry: Instant, limit: Int) {
        statuses[id] = status
        order.append((id: id, expiry: expiry))
        if order.count > limit, let oldest = order.popFirst() { statuses[oldest.id] = nil }
    }

    /// Changes the status of an id that is there.
    mutating func update(_ id: MessageID, _ status: SeenStatus) {
        guard statuses[id] != nil else { return }
        statuses[id] = status
    }

    mutating func removeExpired(before now: Instant) {
        while let first = order.first, first.expiry < now {
            _ = order.popFirst()
            statuses[first.id] = nil
        }
    }
}
