public import Net

/// Publishing.
extension GossipRouter {
    /// Publishes a message.
    ///
    /// It goes to every subscriber, or to the mesh alone, by `GossipParameters.floodsOwnMessages`. When nobody is there it
    /// is kept, within `GossipLimits.maximumHeldMessages`, and goes to the first subscriber that appears.
    /// `GossipOutput.sent` tells to how many peers it was handed.
    ///
    /// - Returns: Its id by the scheme of the topic.
    /// - Throws: `PublishError`; nothing is sent or kept then.
    public mutating func publish(
        _ data: [UInt8],
        to topic: String,
        now: Instant
    ) throws(PublishError) -> MessageID {
        let limits = configuration.limits
        guard isValid(topic) else { throw .invalidTopic }
        guard data.count <= limits.maximumPublishBytes else {
            throw .tooLong(maximumBytes: limits.maximumPublishBytes)
        }
        let slot = ownTopic(topic)
        let message = makeMessage(data, topics[slot])
        guard seen.status(of: message.id) == nil else {
            forgetIfUnused(slot)
            throw .duplicate
        }
        let recipients = publishRecipients(slot, now: now)
        if recipients.isEmpty {
            guard held.keep(message, limits: limits) else {
                forgetIfUnused(slot)
                throw .nobodyThere
            }
        }
        nextSequenceNumber &+= 1
        counters.published += 1
        let expiry = now + configuration.gossip.seenLifetime
        seen.insert(message.id, .accepted, until: expiry, limit: limits.maximumSeenMessages)
        cache.put(message, maximumBytes: limits.maximumCacheBytes)
        traces.begin(message.id, topic: topic, from: nil, now: now)
        var peerCount = 0
        for recipient in recipients where sendMessage(message, to: recipient) { peerCount += 1 }
        if !recipients.isEmpty { outputs.append(.sent(message.id, topic: topic, peerCount: peerCount)) }
        forgetIfUnused(slot)
        return message.id
    }

    /// Whether own messages go to the peer.
    func isPublishable(_ slot: PeerSlot) -> Bool {
        peers[slot].isDirect || !peers[slot].isGivenUp && score(slot) >= configuration.thresholds.publish
    }

    private func makeMessage(_ data: [UInt8], _ topic: TopicState) -> CachedMessage {
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
        return CachedMessage(id: id, topic: topic.name, field: RPCEncoder.message(raw[...]))
    }

    /// The peers a message published here goes to.
    private mutating func publishRecipients(_ slot: TopicSlot, now: Instant) -> [PeerSlot] {
        let candidates = topics[slot].subscribers.elements.filter(isPublishable)
        if configuration.gossip.floodsOwnMessages { return candidates }
        let mesh: SlotSet<PeerID>
        if topics[slot].isJoined {
            mesh = topics[slot].mesh
        } else {
            mesh = refreshFanout(slot, candidates, now: now)
        }
        let chosen = candidates.filter {
            peers[$0].isDirect || !peers[$0].version.hasMesh || mesh.contains($0)
        }
        // A mesh that has not formed yet must not swallow the message.
        return chosen.isEmpty ? Array(candidates.prefix(configuration.mesh.degree)) : chosen
    }

    /// Brings the fanout up to D peers and notes that it is in use.
    private mutating func refreshFanout(
        _ slot: TopicSlot,
        _ candidates: [PeerSlot],
        now: Instant
    ) -> SlotSet<PeerID> {
        var fanout = topics[slot].fanout ?? Fanout(lastPublished: now)
        fanout.lastPublished = now
        var more = candidates.filter {
            !fanout.peers.contains($0) && peers[$0].version.hasMesh && !peers[$0].isDirect
        }
        random.shuffle(&more)
        for peer in more.prefix(max(0, configuration.mesh.degree - fanout.peers.count)) {
            fanout.peers.insert(peer)
        }
        topics[slot].fanout = fanout
        settleOwnership(slot)
        return fanout.peers
    }
}
