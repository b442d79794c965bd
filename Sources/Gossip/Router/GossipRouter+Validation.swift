public import Net

/// Validation, delivery and forwarding (specs `gossipsub-v1.1.md`, "Extended Validators").
extension GossipRouter {
    /// The application's answer to `GossipOutput.validate`. An id that does not wait, or no longer, is passed over.
    @discardableResult public mutating func receiveValidation(_ id: MessageID, _ outcome: ValidationOutcome, now: Instant) -> Bool {
        guard let entry = pending.take(id) else { return false }
        guard let topic = topics.slot(of: entry.cached.topic), topics[topic].isJoined else {
            seen.update(id, .ignored)
            return false
        }
        switch outcome {
        case .accept:
            seen.update(id, .accepted)
            accept(entry.message, entry.cached, senders: entry.senders, topic, now: now)
            return true
        case .reject:
            seen.update(id, .rejected)
            counters.rejected += 1
            for sender in entry.senders { addInvalid(sender, topic) }
        case .ignore:
            seen.update(id, .ignored)
            counters.ignored += 1
        }
        return false
    }

    /// A new, well-signed message: asks the application, or takes it as valid.
    mutating func validate(_ arrived: ArrivedMessage, _ topic: TopicSlot, now: Instant) {
        let message = arrived.forApplication
        let cached = arrived.forCache
        switch topics[topic].configuration.validation {
        case .automatic:
            markSeen(arrived.id, .accepted, now: now)
            traces.begin(arrived.id, topic: arrived.topic, from: arrived.receivedFrom, now: now)
            declineCopies(message, topic)
            accept(message, cached, senders: [arrived.receivedFrom], topic, now: now)
        case .asynchronous:
            // Not marked as seen when there is no room: a copy may come when there is.
            guard pending.count < configuration.limits.maximumPendingValidations else {
                counters.ignored += 1
                return
            }
            markSeen(arrived.id, .pending, now: now)
            traces.begin(arrived.id, topic: arrived.topic, from: arrived.receivedFrom, now: now)
            declineCopies(message, topic)
            pending.insert(
                PendingValidation(
                    message: message,
                    cached: cached,
                    senders: [arrived.receivedFrom],
                    expiry: now + configuration.gossip.seenLifetime
                )
            )
            outputs.append(.validate(message))
        }
    }

    private mutating func accept(
        _ message: GossipMessage,
        _ cached: CachedMessage,
        senders: [PeerID],
        _ topic: TopicSlot,
        now: Instant
    ) {
        if let author = message.from, topics[topic].configuration.replay == .growingSequenceNumbers {
            let number = Self.number(message.sequenceNumber[...])
            // Validations may end in another order than they began.
            guard !topics[topic].replay.isReplay(number, of: author) else {
                counters.ignored += 1
                return
            }
            let limit = configuration.limits.maximumReplayAuthors
            topics[topic].replay.accept(number, of: author, limit: limit)
        }
        counters.delivered += 1
        creditDelivery(message, senders, topic, now: now)
        cache.put(cached, maximumBytes: configuration.limits.maximumCacheBytes)
        if topics[topic].configuration.validation == .automatic { outputs.append(.deliver(message)) }
        forward(message, cached, senders: senders, topic)
    }

    /// P2 for the first sender, P3 for all of them that are in the mesh.
    private mutating func creditDelivery(
        _ message: GossipMessage,
        _ senders: [PeerID],
        _ topic: TopicSlot,
        now: Instant
    ) {
        guard let parameters = topics[topic].configuration.scoring, configuration.scoring != nil else {
            return
        }
        if let first = peers.slot(of: message.receivedFrom) {
            updateScore(first, topic) { score, parameters in score.addFirstDelivery(parameters) }
        }
        guard parameters.meshDeliveriesWeight != 0 else { return }
        deliveries.open(message.id, first: senders, closes: now + parameters.meshDeliveriesWindow)
        for sender in senders {
            guard let slot = peers.slot(of: sender) else { continue }
            updateScore(slot, topic) { score, parameters in score.addMeshDelivery(parameters) }
        }
        // Copies of large messages are declined, so nobody can be blamed for not sending them.
        guard message.data.count < configuration.gossip.dontWantThresholdBytes else { return }
        for member in topics[topic].mesh.elements where peers[member].id != message.from {
            updateScore(member, topic) { score, _ in score.expectMeshDelivery() }
        }
    }

    /// Sends a message on to the mesh, to direct peers and to floodsub peers; never to its author, nor to those that have
    /// sent it.
    private mutating func forward(
        _ message: GossipMessage,
        _ cached: CachedMessage,
        senders: [PeerID],
        _ topic: TopicSlot
    ) {
        for subscriber in topics[topic].subscribers.elements {
            let isTaker =
                topics[topic].mesh.contains(subscriber) || peers[subscriber].isDirect
                || !peers[subscriber].version.hasMesh && isPublishable(subscriber)
            let id = peers[subscriber].id
            if isTaker, id != message.from, !senders.contains(id) { sendMessage(cached, to: subscriber) }
        }
    }
}
