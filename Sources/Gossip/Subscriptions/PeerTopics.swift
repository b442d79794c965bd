import Net

/// The topics of one peer, and what its next RPC may say about them.
struct PeerTopics {
    /// What is known of the stream by which the peer tells its subscriptions.
    enum HelloState: Equatable {
        /// The peer has named its topics on this stream, or has never had another one.
        case complete
        /// The stream has taken the place of an older one, and nothing was read from it.
        case due
        /// Something was read, and it was no hello. Some implementations send none on a second stream.
        case missing
        /// The topics are being named; those that are not until then are left.
        case arriving(until: Instant)
    }

    private(set) var topics = SlotSet<TopicName>()
    /// Of `topics`, those that are neither joined nor configured here: the ones that count against the limit.
    var foreignCount = 0
    private(set) var hello = HelloState.complete
    /// The topics that the peer has not named since its stream was renewed.
    private var unconfirmed = SlotSet<TopicName>()

    mutating func insert(_ topic: TopicSlot) {
        topics.insert(topic)
    }

    mutating func remove(_ topic: TopicSlot) {
        topics.remove(topic)
        unconfirmed.remove(topic)
    }

    /// A newer stream has taken the place of the one by which the topics were named.
    mutating func renew() {
        hello = .due
        unconfirmed = topics
    }

    /// An RPC has come by the new stream.
    ///
    /// - Parameters:
    ///   - named: Those of the topics it subscribes to that are known here.
    ///   - isNaming: Whether it subscribes to anything at all.
    ///   - end: Until when the rest of a hello is waited for.
    mutating func receive(_ named: [TopicSlot], isNaming: Bool, until end: Instant) {
        var isConfirming = false
        for topic in named where unconfirmed.remove(topic) { isConfirming = true }
        switch hello {
        case .complete, .arriving: break
        // A subscription that comes later and confirms nothing is a new one, not the rest of a hello.
        case .due: hello = isNaming ? .arriving(until: end) : .missing
        case .missing: if isConfirming { hello = .arriving(until: end) }
        }
    }

    /// The topics that a hello has left out, once it is complete.
    mutating func takeUnconfirmed(now: Instant) -> [TopicSlot] {
        guard case .arriving(let end) = hello, end <= now else { return [] }
        hello = .complete
        defer { unconfirmed.removeAll() }
        return unconfirmed.elements
    }
}
