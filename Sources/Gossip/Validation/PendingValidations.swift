import HearsayCollections
import Net

/// The messages that wait for the application's validation.
struct PendingValidations {
    private var messages = ExpiringMap<MessageID, ValidMessage, Instant>()

    var count: Int { messages.count }

    mutating func insert(_ message: ValidMessage, until expiry: Instant) {
        messages.set(message, for: message.message.id, until: expiry)
    }

    /// Notes that a peer has sent a waiting message too. Beyond the limit nobody is noted.
    mutating func addSender(_ peer: PeerID, of id: MessageID, limit: Int) {
        messages.update(id) { message in
            if message.senders.count < limit, !message.senders.contains(peer) { message.senders.append(peer) }
        }
    }

    func topic(of id: MessageID) -> TopicName? { messages[id]?.encoded.topic }

    mutating func take(_ id: MessageID) -> ValidMessage? {
        messages.remove(id)
    }

    /// Removes the messages on which the application has said nothing, and returns their ids.
    mutating func removeExpired(before now: Instant) -> [MessageID] {
        var removed: [MessageID] = []
        messages.removeExpired(before: now) { removed.append($0) }
        return removed
    }
}
