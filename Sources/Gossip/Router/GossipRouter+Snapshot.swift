import Net

/// The view for an inspector.
extension GossipRouter {
    /// What the router holds now. Takes time in proportion to it, and none when it is not called.
    public func snapshot() -> GossipSnapshot {
        var snapshot = GossipSnapshot()
        let shown = topics.slots.filter { topics[$0].isJoined || topics[$0].fanout != nil }
        snapshot.topics = shown.map { topicSnapshot(topics[$0]) }.sorted {
            TopicName($0.topic) < TopicName($1.topic)
        }
        snapshot.peers = peers.slots.map(peerSnapshot).sorted { $0.peer < $1.peer }
        snapshot.heartbeats = heartbeatCount
        snapshot.seenMessages = seen.count
        snapshot.cachedMessages = cache.count
        snapshot.cachedBytes = cache.bytes
        snapshot.pendingValidations = pending.count
        snapshot.heldMessages = held.count
        snapshot.promises = promises.count
        snapshot.foreignTopics = foreignTopicCount
        snapshot.retainedScores = retained.count
        snapshot.traces = traces.all
        snapshot.counters = counters
        return snapshot
    }

    private func topicSnapshot(_ topic: TopicState) -> TopicSnapshot {
        TopicSnapshot(
            topic: topic.text,
            isJoined: topic.isJoined,
            mesh: topic.mesh.map { peers[$0].id }.sorted(),
            fanout: (topic.fanout?.peers.elements ?? []).map { peers[$0].id }.sorted(),
            subscriberCount: topic.subscribers.count,
            backoffs: topic.backoffs.sorted
        )
    }

    private func peerSnapshot(_ slot: PeerSlot) -> PeerSnapshot {
        let peer = peers[slot]
        return PeerSnapshot(
            peer: peer.id,
            version: peer.version,
            isDirect: peer.isDirect,
            score: scoreComponents(slot),
            topics: peer.topics.map { topics[$0].name }.sorted().map {
                String(decoding: $0.utf8, as: UTF8.self)
            },
            queuedMessages: peer.queue.messageCount,
            dropped: peer.queue.dropped
        )
    }
}
