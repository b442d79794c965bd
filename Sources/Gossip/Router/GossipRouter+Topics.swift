public import Net

/// Our own topics.
extension GossipRouter {
    /// Gives a topic settings of its own, before it is joined or published to; a name that is empty or too long is left
    /// alone. The settings stay until the router ends.
    public mutating func configure(_ topic: String, _ topicConfiguration: TopicConfiguration) {
        guard isValid(topic) else { return }
        let slot = ownTopic(topic)
        topics[slot].configuration = topicConfiguration
        topics[slot].isConfigured = true
        settleOwnership(slot)
    }

    /// Subscribes to the topic: its messages will be delivered, and a mesh is formed at once of the peers that are there.
    ///
    /// Joining twice changes nothing; a name that is empty or too long is left alone. Subscribers that are known already
    /// are told by `GossipOutput.subscribed`.
    public mutating func join(_ topic: String, now: Instant) {
        guard isValid(topic) else { return }
        let slot = ownTopic(topic)
        guard !topics[slot].isJoined else { return }
        topics[slot].isJoined = true
        topics[slot].wasJoined = true
        joined.append(slot)
        settleOwnership(slot)
        announce(slot, isSubscribe: true)
        for subscriber in topics[slot].subscribers.elements {
            outputs.append(.subscribed(peers[subscriber].id, topic: topics[slot].text))
        }
        let fanout = topics[slot].fanout?.peers.elements ?? []
        topics[slot].fanout = nil
        for candidate in fanout
        where topics[slot].mesh.count < configuration.mesh.degree && isGraftable(candidate, slot, now: now) {
            graft(candidate, slot, now: now)
        }
        fillMesh(slot, to: configuration.mesh.degree, now: now)
    }

    /// Leaves the topic; the peers of its mesh are told to wait before they graft us again, and so do we.
    public mutating func leave(_ topic: String, now: Instant) {
        guard let slot = topics.slot(of: TopicName(topic)), topics[slot].isJoined else { return }
        announce(slot, isSubscribe: false)
        for member in topics[slot].mesh.elements {
            prune(member, slot, backoff: configuration.mesh.unsubscribeBackoff, exchange: false, now: now)
        }
        topics[slot].isJoined = false
        joined.removeAll { $0 == slot }
        settleOwnership(slot)
    }

    /// Whether the topic is joined.
    public func isJoined(_ topic: String) -> Bool {
        topics.slot(of: TopicName(topic)).map { topics[$0].isJoined } ?? false
    }

    /// The connected subscribers of a topic, in the order of their ids.
    public func subscribers(of topic: String) -> [PeerID] {
        guard let slot = topics.slot(of: TopicName(topic)) else { return [] }
        return topics[slot].subscribers.map { peers[$0].id }.sorted()
    }

    /// The members of our mesh of a topic, in no particular order; empty unless it is joined.
    public func meshPeers(of topic: String) -> [PeerID] {
        guard let slot = topics.slot(of: TopicName(topic)) else { return [] }
        return topics[slot].mesh.map { peers[$0].id }
    }

    func isValid(_ topic: String) -> Bool {
        let length = topic.utf8.count
        return length > 0 && length <= configuration.limits.maximumTopicBytes
    }

    /// The topic's slot; a new topic counts as foreign until it is joined, configured or published to.
    mutating func ownTopic(_ topic: String) -> TopicSlot {
        let name = TopicName(topic)
        return topics.slot(of: name) ?? insertTopic(name, text: topic)
    }

    mutating func insertTopic(_ name: TopicName, text: String) -> TopicSlot {
        foreignTopicCount += 1
        let state = TopicState(name: name, text: text, configuration: configuration.topicDefaults)
        return topics.insert(state, for: name)
    }

    /// Brings the counts of foreign topics up to date after a topic has, or may have, become ours or ceased to be.
    mutating func settleOwnership(_ slot: TopicSlot) {
        let isOwn = topics[slot].isOwn
        guard isOwn != topics[slot].isCountedAsOwn else { return }
        topics[slot].isCountedAsOwn = isOwn
        let change = isOwn ? -1 : 1
        foreignTopicCount += change
        for subscriber in topics[slot].subscribers.elements {
            peers[subscriber].foreignTopicCount += change
        }
    }

    /// Frees a topic that nobody wants any more.
    mutating func forgetIfUnused(_ slot: TopicSlot) {
        guard topics[slot].isUnused else { return }
        if topics[slot].wasJoined {
            for peer in peers.slots { peers[peer].score.forget(slot) }
            retained.forget(slot)
        }
        _ = topics.remove(slot, key: topics[slot].name)
        foreignTopicCount -= 1
    }

    private mutating func announce(_ slot: TopicSlot, isSubscribe: Bool) {
        let field = RPCEncoder.subscription(topics[slot].name, isSubscribe: isSubscribe)
        for peer in peers.slots { sendPlain(field, to: peer) }
    }
}
