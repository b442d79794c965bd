import Net

/// The lazy push of message ids: IHAVE, IWANT and IDONTWANT.
extension GossipRouter {
    // MARK: - IHAVE and IWANT

    /// Tells some peers outside the mesh which messages we have (specs `gossipsub-v1.1.md`, "Adaptive Gossip
    /// Dissemination"): random ones, and all whose turn it is.
    ///
    /// Each peer has its turn once in `historyGossip` heartbeats, as long as an id is gossiped. With `catchUp` it follows
    /// that no subscriber misses a message while it is connected: it is in the mesh when the message is forwarded, or it
    /// comes into the mesh later and catches up, or its turn comes. Random choice alone would leave some peers of a hub
    /// with many out every time.
    mutating func emitGossip(_ topic: TopicSlot, except members: SlotSet<PeerID>) {
        let waiting = topics[topic].waiting
        topics[topic].waiting.removeAll()
        let ids = cache.gossipIDs(topics[topic].name)
        guard !ids.isEmpty else { return }
        let parameters = configuration.gossip
        var candidates = topics[topic].subscribers.elements.filter {
            !members.contains($0) && isGossipable($0)
        }
        random.shuffle(&candidates)
        let period = UInt64(max(1, parameters.historyGossip))
        let due = candidates.filter { (heartbeatCount + UInt64($0.index)) % period == 0 }
        let others = candidates.filter { (heartbeatCount + UInt64($0.index)) % period != 0 }
        let target = max(parameters.lazyDegree, Int(parameters.factor * Double(candidates.count)))
        let late = waiting.elements.filter { members.contains($0) && isGossipable($0) }
        for peer in due + others.prefix(max(0, target - due.count)) + late { sendHave(ids, topic, to: peer) }
    }

    /// Tells a new member of the mesh what it may have missed: the messages that were forwarded before it came are not
    /// pushed to it any more, and gossip goes to peers outside the mesh.
    ///
    /// At once, as a rule. A peer that makes us do this again and again within a heartbeat waits for the next one.
    mutating func catchUp(_ slot: PeerSlot, _ topic: TopicSlot) {
        guard cache.hasGossip, isGossipable(slot) else { return }
        guard peers[slot].quota.toldIDs < configuration.limits.maximumHaveLength else {
            topics[topic].waiting.insert(slot)
            return
        }
        let ids = cache.gossipIDs(topics[topic].name)
        peers[slot].quota.toldIDs += min(ids.count, configuration.limits.maximumHaveLength)
        sendHave(ids, topic, to: slot)
    }

    private func isGossipable(_ slot: PeerSlot) -> Bool {
        !peers[slot].isDirect && peers[slot].version.hasMesh && score(slot) >= configuration.thresholds.gossip
    }

    private mutating func sendHave(_ ids: [MessageID], _ topic: TopicSlot, to slot: PeerSlot) {
        guard !ids.isEmpty else { return }
        let limits = configuration.limits
        var ids = ids
        if ids.count > limits.maximumHaveLength {
            random.shuffle(&ids)
            ids.removeLast(ids.count - limits.maximumHaveLength)
        }
        counters.haveSent += UInt64(ids.count)
        // One entry is one RPC at worst, and receivers heed ten of them per heartbeat.
        let entries = RPCEncoder.have(topics[topic].name, ids, maximumBytes: limits.outboundControlBytes)
        for entry in entries.prefix(max(1, limits.maximumHaveMessages - 2)) { sendGossip(entry, to: slot) }
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
        var wanted = unseen(entries, now: now)
        guard !wanted.isEmpty else { return }
        random.shuffle(&wanted)
        let room = limits.maximumHaveLength - Int(peers[slot].quota.askedIDs)
        if wanted.count > room { wanted.removeLast(wanted.count - room) }
        peers[slot].quota.askedIDs += UInt16(clamping: wanted.count)
        counters.wantSent += UInt64(wanted.count)
        for id in wanted { traces.ask(id, peers[slot].id) }
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
    private mutating func unseen(_ entries: [HaveEntry], now: Instant) -> [MessageID] {
        var wanted: [MessageID] = []
        var known: Set<MessageID> = []
        for entry in entries {
            guard let topic = topics.slot(of: TopicName(entry.topic)), topics[topic].isJoined else {
                continue
            }
            counters.haveReceived += UInt64(entry.messageIDs.count)
            for bytes in entry.messageIDs {
                let id = MessageID(bytes: Array(bytes))
                traces.announce(id, now: now)
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
            guard sendMessage(message, to: slot) else { continue }
            counters.retransmitted += 1
            traces.serve(id)
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
