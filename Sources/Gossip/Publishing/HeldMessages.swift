/// Messages published while their topic had no subscriber: kept until the first one appears, so that no line
/// typed is lost.
struct HeldMessages {
    private var messages: [EncodedMessage] = []
    private(set) var bytes = 0

    var count: Int { messages.count }

    /// Returns whether there was room.
    mutating func keep(_ message: EncodedMessage, limits: GossipLimits) -> Bool {
        guard messages.count < limits.maximumHeldMessages,
            bytes + message.field.count <= limits.maximumHeldBytes
        else { return false }
        messages.append(message)
        bytes += message.field.count
        return true
    }

    /// Takes the messages of a topic, in the order they were published.
    mutating func take(_ topic: TopicName) -> [EncodedMessage] {
        guard !messages.isEmpty else { return [] }
        let taken = messages.filter { $0.topic == topic }
        guard !taken.isEmpty else { return [] }
        messages.removeAll { $0.topic == topic }
        for message in taken { bytes -= message.field.count }
        return taken
    }
}
