import HearsayCollections
internal import Net

extension GossipSnapshot {
    /// What the machines of a router hold, each for itself.
    init(
        _ overlay: Overlay,
        _ validation: Validation,
        _ exchange: GossipExchange,
        _ publisher: Publisher,
        _ outbound: Outbound
    ) {
        self.init()
        topics = overlay.topics.filter { overlay[$0].isJoined || publisher.fanout(of: $0) != nil }
            .map { overlay.snapshot($0, fanout: publisher.fanout(of: $0)) }
            .ordered { TopicName($0.topic) < TopicName($1.topic) }
        subscriptions = overlay.topics.filter { !overlay.ids(overlay[$0].subscribers).isEmpty }
            .map { (topic: overlay[$0].text, count: overlay.ids(overlay[$0].subscribers).count) }
            .ordered { TopicName($0.topic) < TopicName($1.topic) }
        peers = overlay.slots.map { outbound.complete(overlay.snapshot($0), of: $0) }
            .ordered { $0.peer < $1.peer }
        foreignTopics = overlay.foreignTopicCount
        retainedScores = overlay.retainedScoreCount
        seenMessages = validation.seenCount
        pendingValidations = validation.pendingCount
        cachedMessages = exchange.cachedMessageCount
        cachedBytes = exchange.cachedBytes
        promises = exchange.promiseCount
        traces = exchange.messageTraces
        heldMessages = publisher.heldCount
    }
}
