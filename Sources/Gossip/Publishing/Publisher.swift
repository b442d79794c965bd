import Net

/// What is published here: its encoding, its recipients, and what waits for a subscriber.
struct Publisher {
    private let authenticator: MessageAuthenticator
    private let floodsOwnMessages: Bool
    private let degree: Int
    private let fanoutLifetime: Interval
    private let limits: GossipLimits

    private var nextSequenceNumber: UInt64
    private var held = HeldMessages()
    private var fanouts = SlotMap<TopicName, Fanout?>(vacant: nil)
    private var fanoutCount = 0
    private(set) var published: UInt64 = 0

    /// - Parameter sequenceNumber: The first message carries the next one.
    init(_ authenticator: MessageAuthenticator, _ configuration: GossipConfiguration, sequenceNumber: UInt64)
    {
        self.authenticator = authenticator
        floodsOwnMessages = configuration.gossip.floodsOwnMessages
        degree = configuration.mesh.degree
        fanoutLifetime = configuration.gossip.fanoutLifetime
        limits = configuration.limits
        nextSequenceNumber = sequenceNumber
    }

    var localPeer: PeerID { authenticator.peerID }
    var heldCount: Int { held.count }

    // MARK: - Messages

    /// The next message. Its sequence number is used up by `take` alone.
    func message(_ data: [UInt8], in topic: GossipTopic) throws(PublishError) -> EncodedMessage {
        guard data.count <= limits.maximumPublishBytes else {
            throw .tooLong(maximumBytes: limits.maximumPublishBytes)
        }
        let raw: [UInt8]
        var sequenceNumber: [UInt8] = []
        switch topic.configuration.signing {
        case .strictSign:
            let number = nextSequenceNumber &+ 1
            sequenceNumber = (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }
            raw = SignedMessage.encode(
                data: data,
                topic: topic.name,
                sequenceNumber: sequenceNumber,
                authenticator: authenticator
            )
        case .strictNoSign:
            raw = SignedMessage.encodeUnsigned(data: data, topic: topic.name)
        }
        let id = topic.configuration.effectiveMessageID.id(
            from: localPeer.bytes[...],
            sequenceNumber: sequenceNumber[...],
            data: data[...]
        )
        return EncodedMessage(id: id, topic: topic.name, field: RPCEncoder.message(raw[...]))
    }

    /// Takes a message to be published. Without a subscriber it is kept for the first peer of its topic.
    ///
    /// - Throws: `nobodyThere` when too many are kept already; the message is not taken then.
    mutating func take(_ message: EncodedMessage, isKept: Bool) throws(PublishError) {
        if isKept, !held.keep(message, limits: limits) { throw .nobodyThere }
        nextSequenceNumber &+= 1
        published += 1
    }

    /// The messages that wait for the first peer of a topic, in the order they were published.
    mutating func takeHeld(_ topic: TopicName) -> [EncodedMessage] {
        held.take(topic)
    }

    // MARK: - Whom a message goes to

    /// The peers that a message goes to: all, or the mesh alone, or the fanout where the topic is not joined.
    ///
    /// - Parameter mesh: The members of our mesh; nil when the topic is not joined.
    mutating func recipients(
        of topic: TopicSlot,
        _ audience: Audience,
        mesh: SlotSet<PeerID>?,
        now: Instant,
        using random: inout SeededRandom
    ) -> [PeerSlot] {
        guard !floodsOwnMessages else { return audience.peers }
        let members = mesh ?? refreshFanout(topic, audience, now: now, using: &random)
        let chosen = audience.peers.filter { audience.meshless.contains($0) || members.contains($0) }
        // A mesh that has not formed yet must not swallow the message.
        return chosen.isEmpty ? Array(audience.peers.prefix(degree)) : chosen
    }

    /// Brings the fanout up to D peers and notes that it is in use.
    private mutating func refreshFanout(
        _ topic: TopicSlot,
        _ audience: Audience,
        now: Instant,
        using random: inout SeededRandom
    ) -> SlotSet<PeerID> {
        if fanouts[topic] == nil { fanoutCount += 1 }
        var fanout = fanouts[topic] ?? Fanout(lastPublished: now)
        fanout.lastPublished = now
        // Peers that have lost their standing make room for others.
        for peer in fanout.peers where !audience.peers.contains(peer) { fanout.peers.remove(peer) }
        var more = audience.peers.filter { !fanout.peers.contains($0) && !audience.meshless.contains($0) }
        random.shuffle(&more)
        for peer in more.prefix(max(0, degree - fanout.peers.count)) { fanout.peers.insert(peer) }
        fanouts[topic] = fanout
        return fanout.peers
    }

    // MARK: - Fanouts (specs `gossipsub-v1.0.md`, "Fanout maintenance")

    /// The peers that a topic is published to that is not joined; nil when it has no fanout.
    func fanout(of topic: TopicSlot) -> SlotSet<PeerID>? {
        fanouts[topic]?.peers
    }

    /// Ends the fanouts that were not used for too long, and returns their topics.
    mutating func takeUnusedFanouts(among topics: [TopicSlot], now: Instant) -> [TopicSlot] {
        guard fanoutCount > 0 else { return [] }
        let unused = topics.filter { topic in
            fanouts[topic].map { $0.lastPublished + fanoutLifetime < now } ?? false
        }
        for topic in unused { takeFanout(topic) }
        return unused
    }

    /// A peer has left the topic.
    mutating func removeFromFanout(_ slot: PeerSlot, _ topic: TopicSlot) {
        guard fanoutCount > 0, fanouts[topic] != nil else { return }
        fanouts[topic]?.peers.remove(slot)
    }

    /// The topic has no fanout any more. Returns those that were in it.
    @discardableResult
    mutating func takeFanout(_ topic: TopicSlot) -> SlotSet<PeerID> {
        guard let fanout = fanouts[topic] else { return SlotSet() }
        fanouts.remove(topic)
        fanoutCount -= 1
        return fanout.peers
    }
}
