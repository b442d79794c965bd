import Net

/// The way of a received message, in go's order: policy, self-origin, seen, signature, replay, validation, forwarding.
extension GossipRouter {
    mutating func receiveMessage(_ message: WireMessage, from slot: PeerSlot, now: Instant) {
        counters.received += 1
        guard let topicBytes = message.topic, let topic = topics.slot(of: TopicName(topicBytes)),
            topics[topic].isJoined
        else {
            counters.ignored += 1
            return
        }
        let peer = peers[slot].id
        let author: PeerID?
        switch checkPolicy(message, topics[topic].configuration) {
        case .invalid: return reject(peer, topic)
        case .unsigned: author = nil
        case .signed(let from): author = from
        }
        let id = topics[topic].configuration.effectiveMessageID.id(
            from: message.from ?? [],
            sequenceNumber: message.sequenceNumber ?? [],
            data: message.data ?? []
        )
        if let status = seen.status(of: id) {
            return receiveDuplicate(id, status, from: slot, topic, now: now)
        }
        if let author, !isAuthentic(message, author) { return reject(peer, topic) }
        if author == localPeer {
            // Signed by us and not in the seen cache: from an earlier life of this node.
            counters.ignored += 1
            return
        }
        promises.fulfil(id)
        addGoodwill(slot)
        if isReplay(message, author, topic) {
            markSeen(id, .ignored, now: now)
            counters.ignored += 1
            return
        }
        let arrived = ArrivedMessage(
            id: id,
            author: author,
            message: message,
            topicName: topics[topic].name,
            topic: topics[topic].text,
            receivedFrom: peer
        )
        validate(arrived, topic, now: now)
    }

    /// Whether the fields are those that the topic's signing policy demands.
    private func checkPolicy(_ message: WireMessage, _ topic: TopicConfiguration) -> PolicyVerdict {
        guard message.raw.count <= configuration.limits.maximumMessageBytes else { return .invalid }
        switch topic.signing {
        case .strictSign:
            guard let from = message.from, message.sequenceNumber?.count == 8,
                let signature = message.signature, !signature.isEmpty
            else { return .invalid }
            do {
                return .signed(try PeerID(bytes: from))
            } catch {
                return .invalid
            }
        case .strictNoSign:
            let isBare =
                message.from == nil && message.sequenceNumber == nil && message.signature == nil
                && message.key == nil
            return isBare ? .unsigned : .invalid
        }
    }

    private func isAuthentic(_ message: WireMessage, _ author: PeerID) -> Bool {
        authenticator.isValid(
            message.signature ?? [],
            for: message.signedBytes,
            author: author,
            key: message.key
        )
    }

    private func isReplay(_ message: WireMessage, _ author: PeerID?, _ topic: TopicSlot) -> Bool {
        guard let author, topics[topic].configuration.replay == .growingSequenceNumbers else { return false }
        return topics[topic].replay.isReplay(Self.number(message.sequenceNumber ?? []), of: author)
    }

    /// The peer has sent a message that is well signed: that excuses a promise, and a few of them at most.
    private mutating func addGoodwill(_ slot: PeerSlot) {
        peers[slot].goodwill = min(peers[slot].goodwill + 1, 10)
    }

    /// Big-endian.
    static func number(_ sequenceNumber: ArraySlice<UInt8>) -> UInt64 {
        sequenceNumber.reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func markSeen(_ id: MessageID, _ status: SeenStatus, now: Instant) {
        seen.insert(
            id,
            status,
            until: now + configuration.gossip.seenLifetime,
            limit: configuration.limits.maximumSeenMessages
        )
    }

    mutating func reject(_ peer: PeerID, _ topic: TopicSlot) {
        counters.rejected += 1
        addInvalid(peer, topic)
    }

    /// A copy of a message that was seen. One's own messages that come back are among them.
    private mutating func receiveDuplicate(
        _ id: MessageID,
        _ status: SeenStatus,
        from slot: PeerSlot,
        _ topic: TopicSlot,
        now: Instant
    ) {
        counters.duplicates += 1
        traces.repeated(id)
        promises.fulfil(id)
        addGoodwill(slot)
        let peer = peers[slot].id
        switch status {
        case .pending:
            pending.addSender(peer, of: id, limit: configuration.limits.maximumPendingSenders)
        case .accepted:
            guard deliveries.counts(id, from: peer, now: now) else { return }
            updateScore(slot, topic) { score, parameters in score.addMeshDelivery(parameters) }
        case .rejected:
            addInvalid(peer, topic)
        case .ignored:
            break
        }
    }
}
