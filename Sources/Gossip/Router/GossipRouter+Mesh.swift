import Net

/// The mesh of a topic: GRAFT and PRUNE (specs `gossipsub-v1.0.md` "Control Messages", `gossipsub-v1.1.md`).
extension GossipRouter {
    // MARK: - What we do

    /// Takes a peer into the mesh and tells it.
    mutating func graft(_ slot: PeerSlot, _ topic: TopicSlot, now: Instant) {
        addToMesh(slot, topic, now: now)
        counters.graftsSent += 1
        sendControl(RPCEncoder.graft(topics[topic].name), to: slot)
    }

    /// Removes a peer from the mesh and tells it; neither side may graft the other again for `backoff`.
    mutating func prune(
        _ slot: PeerSlot,
        _ topic: TopicSlot,
        backoff: Interval,
        exchange: Bool,
        now: Instant
    ) {
        removeFromMesh(slot, topic)
        sendPrune(slot, topic, backoff: backoff, exchange: exchange, now: now)
    }

    private mutating func sendPrune(
        _ slot: PeerSlot,
        _ topic: TopicSlot,
        backoff: Interval,
        exchange: Bool,
        now: Instant
    ) {
        setBackoff(peers[slot].id, topic, backoff, now: now)
        let knowsBackoff = peers[slot].version >= .meshsub11
        // Rounded up: the peer must not come back too early.
        let seconds = UInt64(max(0, (backoff + .milliseconds(999)).milliseconds / 1_000))
        let exchanged = exchange && knowsBackoff ? peersToExchange(topic, except: slot) : []
        counters.prunesSent += 1
        let entry = RPCEncoder.prune(
            topics[topic].name,
            backoffSeconds: knowsBackoff ? seconds : nil,
            peers: exchanged
        )
        sendControl(entry, to: slot)
    }

    /// Grafts random subscribers until the mesh has `size` peers or nobody is left.
    mutating func fillMesh(
        _ topic: TopicSlot,
        to size: Int,
        now: Instant,
        where isWanted: (PeerState) -> Bool = { _ in true }
    ) {
        guard topics[topic].mesh.count < size else { return }
        var candidates = topics[topic].subscribers.elements.filter {
            isWanted(peers[$0]) && isGraftable($0, topic, now: now)
        }
        random.shuffle(&candidates)
        for candidate in candidates.prefix(size - topics[topic].mesh.count) {
            graft(candidate, topic, now: now)
        }
    }

    /// Whether we may graft the peer. The slack keeps us from coming back too early by the peer's clock.
    func isGraftable(_ slot: PeerSlot, _ topic: TopicSlot, now: Instant) -> Bool {
        let peer = peers[slot]
        guard peer.version.hasMesh, !peer.isDirect, !peer.isGivenUp, !topics[topic].mesh.contains(slot),
            topics[topic].subscribers.contains(slot)
        else { return false }
        if let expiry = topics[topic].backoffs.expiry(of: peer.id),
            now < expiry + configuration.mesh.backoffSlack
        {
            return false
        }
        return score(slot) >= 0
    }

    // MARK: - What peers do

    mutating func receiveGraft(_ entries: [ArraySlice<UInt8>], from slot: PeerSlot, now: Instant) {
        for bytes in entries {
            counters.graftsReceived += 1
            // A topic that is not ours gets no answer, so that novel topics cost nothing (B34, B39).
            guard let topic = topics.slot(of: TopicName(bytes)), topics[topic].isJoined,
                topics[topic].subscribers.contains(slot), !topics[topic].mesh.contains(slot)
            else { continue }
            switch judgeGraft(slot, topic, now: now) {
            case .accept: addToMesh(slot, topic, now: now)
            case .refuse(let exchange):
                let backoff = configuration.mesh.pruneBackoff
                sendPrune(slot, topic, backoff: backoff, exchange: exchange, now: now)
            }
        }
    }

    private mutating func judgeGraft(_ slot: PeerSlot, _ topic: TopicSlot, now: Instant) -> GraftVerdict {
        let peer = peers[slot].id
        guard !peers[slot].isDirect else { return .refuse(exchange: false) }
        let mesh = configuration.mesh
        if let expiry = topics[topic].backoffs.expiry(of: peer), now < expiry {
            // Once for coming too early, and once more for coming as if nothing had been said.
            penalize(peer, now < expiry - mesh.pruneBackoff + mesh.graftFloodThreshold ? 2 : 1)
            return .refuse(exchange: false)
        }
        guard score(slot) >= 0 else { return .refuse(exchange: false) }
        return topics[topic].mesh.count < mesh.degreeHigh ? .accept : .refuse(exchange: true)
    }

    mutating func receivePrune(_ entries: [PruneEntry], from slot: PeerSlot, now: Instant) {
        for entry in entries {
            counters.prunesReceived += 1
            guard let topic = topics.slot(of: TopicName(entry.topic)), topics[topic].isJoined else {
                continue
            }
            removeFromMesh(slot, topic)
            let mesh = configuration.mesh
            var backoff = mesh.pruneBackoff
            if let seconds = entry.backoffSeconds, seconds > 0 {
                // Clamped before it is added to any time: what the peer says may be close to 2^64 (B33).
                let believed = Int64(clamping: min(seconds, UInt64(Int64.max)))
                backoff = min(.seconds(believed), mesh.maximumBackoff)
            }
            setBackoff(peers[slot].id, topic, backoff, now: now)
            if !entry.peers.isEmpty { receiveExchangedPeers(entry.peers, from: slot) }
        }
    }

    // MARK: - Members and backoffs

    mutating func addToMesh(_ slot: PeerSlot, _ topic: TopicSlot, now: Instant) {
        guard topics[topic].mesh.insert(slot) else { return }
        updateScore(slot, topic) { score, _ in score.graft(now: now) }
        catchUp(slot, topic)
        outputs.append(.grafted(peers[slot].id, topic: topics[topic].text))
    }

    mutating func removeFromMesh(_ slot: PeerSlot, _ topic: TopicSlot) {
        guard topics[topic].mesh.remove(slot) else { return }
        topics[topic].waiting.remove(slot)
        updateScore(slot, topic) { score, parameters in score.prune(parameters) }
        outputs.append(.pruned(peers[slot].id, topic: topics[topic].text))
    }

    private mutating func setBackoff(_ peer: PeerID, _ topic: TopicSlot, _ backoff: Interval, now: Instant) {
        let limit = configuration.limits.maximumBackoffsPerTopic
        topics[topic].backoffs.extend(peer, until: now + backoff, limit: limit)
    }
}
