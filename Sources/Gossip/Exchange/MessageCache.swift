import HearsayCollections
import Net

/// The messages of the last heartbeats: what can be asked for, and whose ids are gossiped (specs
/// `gossipsub-v1.0.md`, "Message Cache").
struct MessageCache {
    private var messages: [MessageID: (message: EncodedMessage, window: UInt64)] = Dictionary()
    /// In the order they came, with the window they were put into.
    private var order = Fifo<(id: MessageID, window: UInt64)>()
    /// The number of the current window; each heartbeat begins a new one.
    private var window: UInt64 = 0
    private var byteCount = 0
    /// The ids by topic of each window that is still gossiped, newest window last.
    private var gossip: [[TopicName: [MessageID]]] = [[:]]

    var count: Int { messages.count }
    var bytes: Int { byteCount }

    subscript(id: MessageID) -> EncodedMessage? { messages[id]?.message }

    func contains(_ id: MessageID) -> Bool { messages[id] != nil }

    /// Puts a message into the current window. The oldest ones go when there are too many bytes.
    mutating func put(_ message: EncodedMessage, maximumBytes: Int) {
        if let replaced = messages.updateValue((message: message, window: window), forKey: message.id) {
            byteCount -= replaced.message.field.count
        }
        byteCount += message.field.count
        order.append((id: message.id, window: window))
        gossip[gossip.count - 1][message.topic, default: []].append(message.id)
        while byteCount > maximumBytes, messages.count > 1 { removeOldest() }
    }

    /// The ids of a topic to gossip, oldest first.
    func gossipIDs(_ topic: TopicName) -> [MessageID] {
        gossip.flatMap { window in (window[topic] ?? []).filter { messages[$0] != nil } }
    }

    /// The ids of a topic that can be asked for, oldest first.
    func ids(_ topic: TopicName) -> [MessageID] {
        order.elements.compactMap { entry in
            guard let held = messages[entry.id], held.window == entry.window, held.message.topic == topic
            else { return nil }
            return entry.id
        }
    }

    /// Whether there is anything to gossip at all.
    var hasGossip: Bool { gossip.contains { !$0.isEmpty } }

    /// Whether there is anything to gossip in a topic.
    func hasGossip(_ topic: TopicName) -> Bool {
        gossip.contains { $0[topic] != nil }
    }

    /// Begins a new window and forgets what is too old.
    mutating func shift(historyLength: Int, historyGossip: Int) {
        window += 1
        gossip.append([:])
        if gossip.count > max(1, historyGossip) { gossip.removeFirst(gossip.count - max(1, historyGossip)) }
        while let first = order.first, first.window + UInt64(max(1, historyLength)) <= window {
            removeOldest()
        }
    }

    private mutating func removeOldest() {
        guard let oldest = order.popFirst(), let entry = messages[oldest.id] else { return }
        // A message that was put again is newer than its first entry says.
        guard entry.window == oldest.window else { return }
        messages[oldest.id] = nil
        byteCount -= entry.message.field.count
    }
}
