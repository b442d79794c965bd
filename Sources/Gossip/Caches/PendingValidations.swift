import Net

/// The messages that wait for the application's validation.
struct PendingValidations {
    private var entries: [MessageID: PendingValidation] = [:]
    private var order = Fifo<(id: MessageID, expiry: Instant)>()

    var count: Int { entries.count }

    mutating func insert(_ entry: PendingValidation) {
        entries[entry.message.id] = entry
        order.append((id: entry.message.id, expiry: entry.expiry))
    }

    /// Notes that a peer has sent a waiting message too. Beyond the limit nobody is noted.
    mutating func addSender(_ peer: PeerID, of id: MessageID, limit: Int) {
        guard let senders = entries[id]?.senders, senders.count < limit, !senders.contains(peer) else {
            return
        }
        entries[id]?.senders.append(peer)
    }

    mutating func take(_ id: MessageID) -> PendingValidation? {
        entries.removeValue(forKey: id)
    }

    /// Removes the messages on which the application has said nothing, and returns their ids.
    mutating func removeExpired(before now: Instant) -> [MessageID] {
        var removed: [MessageID] = []
        while let first = order.first, first.expiry < now {
            _ = order.popFirst()
            guard let entry = entries[first.id], entry.expiry == first.expiry else { continue }
            entries[first.id] = nil
            removed.append(first.id)
        }
        return removed
    }
}
