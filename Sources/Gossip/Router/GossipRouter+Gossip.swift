import Net

/// The lazy push of message ids: IHAVE, IWANT and IDONTWANT.
extension GossipRouter {
    // MARK: - IHAVE and IWANT

    /// Tells some peers outside the mesh which messages we have (specs `gossipsub-v1.1.md`, "Adaptive Gossip
    /// Dissemination").
    mutating func emitGossip(_ topic: TopicSlot, except members: SlotSet<PeerID>) {
        var ids = cache.gossipIDs(topics[topic].name)
        guard !ids.isEmpty else { return }
        let parameters = configuration.gossip
        let limits = configuration.limits
        var candidates = topics[topic].subscribers.elements.filter {
            !members.contains($0) && !peers[$0].isDirect && peers[$0].version.hasMesh
                && score($0) >= configuration.thresholds.gossip
        }
        random.shuffle(&candidates)
        let target = max(parameters.lazyDegree, Int(parameters.factor * Double(candidates.count)))
        if ids.count > limits.maximumHaveLength {
            random.shuffle(&ids)
            ids.removeLast(ids.count - limits.maximumHaveLength)
        }
        // One entry is one RPC at worst, and receivers heed ten of them per heartbeat.
        let entries = RPCEncoder.have(topics[topic].name, ids, maximumBytes: limits.outboundControlBytes)
            .prefix(max(1, limits.maximumHaveMessages - 2))
        for candidate in candidates.prefix(target) {
            counters.haveSent += UInt64(ids.count)
            for entry in entries { sendGossip(entry, to: candidate) }
        }
    }

    mutating func receiveHave(_ entries: [HaveEntry], from slot: PeerSlot, now: Instant) {
        guard score(slot) >= configuration.thresholds.gossip else { return }
        let limits = configuration.limits
        peers[slot].quota.haveMessages &+= 1
        guard peers[slot].quota.haveMessages <= limits.maximumHaveMessages,
            peers[slot].quota.askedIDs < limits.maximumHaveLength
        else {
            // Counting stops here, so that it cannot wrap.
            peers[slot].quota.haveMessages = UInt16(clamping: limits.maximumHaveMessages)
            return
        }
        var wanted = unseen(entries)
        guard !wanted.isEmpty else { return }
        random.shuffle(&wanted)
        let room = limits.maximumHaveLength - Int(peers[slot].quota.askedIDs)
        if wanted.count > room { wanted.removeLast(wanted.count - room) }
        peers[slot].quota.askedIDs += UInt16(clamping: wanted.count)
        counters.wantSent += UInt64(wanted.count)
        for entry in RPCEncoder.want(wanted, maximumBytes: limits.outboundControlBytes) {
            sendGossip(entry, to: slot)
        }
        // One id of them all, at random: the peer cannot know which one it has to send.
        promises.add(
            wanted[0],
            peer: peers[slot].id,
            deadline: now + configuration.gossip.wantFollowup,
            limit: limits.maximumPromises
        )
    }

    /// The announced ids of joined topics that are new, each once.
    private mutating func unseen(_ entries: [HaveEntry]) -> [MessageID] {
        var wanted: [MessageID] = []
        var known: Set<MessageID> = []
        for entry in entries {
            guard let topic = topics.slot(of: TopicName(entry.topic)), topics[topic].isJoined else {
                continue
            }
            counters.haveReceived += UInt64(entry.messageIDs.count)
            for bytes in entry.messageIDs {
                let id = MessageID(bytes: Array(bytes))
                if seen.status(of: id) == nil, known.insert(id).inserted { wanted.append(id) }
            }
        }
        return wanted
    }

    mutating func receiveWant(_ entries: [[ArraySlice<UInt8>]], from slot: PeerSlot) {
        guard score(slot) >= configuration.thresholds.gossip else { return }
        for bytes in entries.joined() {
            counters.wantReceived += 1
            let id = MessageID(bytes: Array(bytes))
            guard let message = cache[id] else { continue }
            let served = peers[slot].served[id] ?? 0
            guard served < configuration.gossip.retransmissionLimit else { continue }
            peers[slot].served[id] = served + 1
            if sendMessage(message, to: slot) { counters.retransmitted += 1 }
        }
    }

    // MARK: - IDONTWANT

    /// Tells the mesh that no further copies of a large message are needed (specs `gossipsub-v1.2.md`).
    mutating func declineCopies(_ message: GossipMessage, _ topic: TopicSlot) {
        guard message.data.count >= configuration.gossip.dontWantThresholdBytes else { return }
        let entry = RPCEncoder.dontWant(message.id)
        for member in topics[topic].mesh.elements
        where peers[member].version >= .meshsub12 && peers[member].id != message.receivedFrom {
            counters.dontWantSent += 1
            sendGossip(entry, to: member)
        }
    }

    mutating func receiveDontWant(_ entries: [[ArraySlice<UInt8>]], from slot: PeerSlot) {
        guard peers[slot].version >= .meshsub12 else { return }
        let limits = configuration.limits
        guard peers[slot].quota.dontWantMessages < limits.maximumDontWantMessages else { return }
        peers[slot].quota.dontWantMessages += 1
        let until = heartbeatCount + UInt64(max(0, configuration.gossip.dontWantLifetimeTicks))
        for bytes in entries.joined().prefix(limits.maximumDontWantLength) {
            guard peers[slot].declined.count < limits.maximumDontWantKept else { return }
            counters.dontWantReceived += 1
            peers[slot].declined[MessageID(bytes: Array(bytes))] = until
        }
    }
}
