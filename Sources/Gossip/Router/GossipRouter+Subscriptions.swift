import Net

/// The subscriptions of peers.
extension GossipRouter {
    mutating func receiveSubscriptions(_ changes: [SubscriptionChange], from slot: PeerSlot, now: Instant) {
        for change in changes {
            if change.isSubscribe {
                addSubscription(slot, change.topic, now: now)
            } else if let topic = topics.slot(of: TopicName(change.topic)) {
                removeSubscription(slot, topic, now: now)
            }
        }
    }

    private mutating func addSubscription(_ slot: PeerSlot, _ bytes: ArraySlice<UInt8>, now: Instant) {
        guard let topic = acceptedTopic(bytes, for: slot), topics[topic].subscribers.insert(slot) else {
            return
        }
        peers[slot].topics.insert(topic)
        if !topics[topic].isCountedAsOwn { peers[slot].foreignTopicCount += 1 }
        if topics[topic].isJoined {
            outputs.append(.subscribed(peers[slot].id, topic: topics[topic].text))
        }
        handOverHeld(topic, to: slot)
        if configuration.mesh.graftsOnSubscription, topics[topic].isJoined,
            topics[topic].mesh.count < configuration.mesh.degreeLow, isGraftable(slot, topic, now: now)
        {
            graft(slot, topic, now: now)
        }
    }

    /// The slot of a topic the peer may subscribe to; nil when the name is no topic, the filter is against it, or the peer
    /// has too many. Own topics are never crowded out by foreign ones.
    private mutating func acceptedTopic(_ bytes: ArraySlice<UInt8>, for slot: PeerSlot) -> TopicSlot? {
        let limits = configuration.limits
        guard !bytes.isEmpty, bytes.count <= limits.maximumTopicBytes else { return nil }
        let name = TopicName(bytes)
        let known = topics.slot(of: name)
        if let known, topics[known].isCountedAsOwn { return known }
        guard peers[slot].foreignTopicCount < limits.maximumTopicsPerPeer, passesFilter(name) else {
            return nil
        }
        if let known { return known }
        guard foreignTopicCount < limits.maximumForeignTopics,
            let text = String(validating: bytes, as: UTF8.self)
        else { return nil }
        return insertTopic(name, text: text)
    }

    private func passesFilter(_ name: TopicName) -> Bool {
        switch configuration.subscriptionFilter {
        case .any: return true
        case .prefixes(let prefixes): return prefixes.contains { name.utf8.starts(with: $0.utf8) }
        case .ownTopics: return false
        }
    }

    /// The peer leaves the topic, or is about to go.
    mutating func removeSubscription(_ slot: PeerSlot, _ topic: TopicSlot, now: Instant) {
        guard topics[topic].subscribers.remove(slot) else { return }
        peers[slot].topics.remove(topic)
        if !topics[topic].isCountedAsOwn { peers[slot].foreignTopicCount -= 1 }
        removeFromMesh(slot, topic)
        topics[topic].fanout?.peers.remove(slot)
        if topics[topic].isJoined {
            outputs.append(.unsubscribed(peers[slot].id, topic: topics[topic].text))
        }
        forgetIfUnused(topic)
    }

    /// Sends what was published while nobody was there.
    private mutating func handOverHeld(_ topic: TopicSlot, to slot: PeerSlot) {
        guard isPublishable(slot) else { return }
        for message in held.take(topics[topic].name) {
            // From here on it can be asked for and is gossiped, like any other message.
            cache.put(message, maximumBytes: configuration.limits.maximumCacheBytes)
            let isSent = sendMessage(message, to: slot)
            outputs.append(.sent(message.id, topic: topics[topic].text, peerCount: isSent ? 1 : 0))
        }
    }
}
