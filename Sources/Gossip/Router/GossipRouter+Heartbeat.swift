import Net

/// The heartbeat (specs `gossipsub-v1.0.md` "Heartbeat", `gossipsub-v1.1.md`).
extension GossipRouter {
    mutating func heartbeat(now: Instant) {
        heartbeatCount += 1
        expire(now: now)
        for peer in promises.takeBroken(before: now) where !isExcused(peer) {
            counters.brokenPromises += 1
            penalize(peer, 1)
        }
        decayScores(now: now)
        reconnectDirectPeers()
        for topic in joined { maintainMesh(topic, now: now) }
        maintainFanouts(now: now)
        gossip()
        cache.shift(
            historyLength: configuration.gossip.historyLength,
            historyGossip: configuration.gossip.historyGossip
        )
    }

    /// Whether the peer has sent messages instead of the one it had promised.
    ///
    /// An implementation that makes its message ids otherwise than we do, as rust-libp2p does by default, sends exactly what
    /// it was asked for, and we know it by another id.
    private mutating func isExcused(_ peer: PeerID) -> Bool {
        guard let slot = peers.slot(of: peer), peers[slot].goodwill > 0 else { return false }
        peers[slot].goodwill -= 1
        return true
    }

    /// Forgets what is over.
    private mutating func expire(now: Instant) {
        seen.removeExpired(before: now)
        deliveries.removeClosed(before: now)
        for id in pending.removeExpired(before: now) { seen.update(id, .ignored) }
        for slot in peers.slots {
            peers[slot].quota = HeartbeatQuota()
            if !peers[slot].declined.isEmpty {
                let count = heartbeatCount
                peers[slot].declined = peers[slot].declined.filter { $0.value >= count }
            }
            if !peers[slot].served.isEmpty {
                let cache = cache
                peers[slot].served = peers[slot].served.filter { cache.contains($0.key) }
            }
        }
        let slack = configuration.mesh.backoffSlack
        for topic in topics.slots where !topics[topic].backoffs.isEmpty {
            topics[topic].backoffs.removeExpired(before: now - slack)
            forgetIfUnused(topic)
        }
    }

    /// Brings one mesh back into its bounds.
    private mutating func maintainMesh(_ topic: TopicSlot, now: Instant) {
        let mesh = configuration.mesh
        for member in topics[topic].mesh.elements where score(member) < 0 {
            prune(member, topic, backoff: mesh.pruneBackoff, exchange: false, now: now)
        }
        if topics[topic].mesh.count < mesh.degreeLow {
            fillMesh(topic, to: mesh.degree, now: now)
        }
        if topics[topic].mesh.count > mesh.degreeHigh {
            cutMesh(topic, now: now)
        }
        keepOutboundQuota(topic, now: now)
        graftOpportunistically(topic, now: now)
    }

    /// Cuts a mesh that is too large down to D: the best peers stay, then random ones, with enough outbound ones among
    /// them (specs `gossipsub-v1.1.md`, "Outbound Mesh Quotas").
    private mutating func cutMesh(_ topic: TopicSlot, now: Instant) {
        let mesh = configuration.mesh
        var members = topics[topic].mesh.elements
        random.shuffle(&members)
        let ranked = members.map { (slot: $0, score: score($0)) }.sorted { $0.score > $1.score }
        let best = ranked.prefix(mesh.degreeScore).map { $0.slot }
        // Outbound ones first among the rest, as far as the quota needs them.
        let missing = max(0, mesh.degreeOutbound - best.count { peers[$0].isOutbound })
        let rest = members.filter { !best.contains($0) }
        let outbound = Array(rest.filter { peers[$0].isOutbound }.prefix(missing))
        let kept = (best + outbound + rest.filter { !outbound.contains($0) }).prefix(mesh.degree)
        for member in members where !kept.contains(member) {
            prune(member, topic, backoff: mesh.pruneBackoff, exchange: true, now: now)
        }
    }

    /// Grafts outbound peers when the mesh has too few: an attacker can connect to us, but not make us connect to it. A
    /// full mesh gives up its worst inbound peer for each.
    private mutating func keepOutboundQuota(_ topic: TopicSlot, now: Instant) {
        let mesh = configuration.mesh
        guard topics[topic].mesh.count >= mesh.degreeLow else { return }
        let present = topics[topic].mesh.elements.count { peers[$0].isOutbound }
        guard present < mesh.degreeOutbound else { return }
        var candidates = topics[topic].subscribers.elements.filter {
            peers[$0].isOutbound && isGraftable($0, topic, now: now)
        }
        random.shuffle(&candidates)
        for candidate in candidates.prefix(mesh.degreeOutbound - present) {
            if topics[topic].mesh.count >= mesh.degreeHigh {
                let inbound = topics[topic].mesh.elements.filter { !peers[$0].isOutbound }
                guard let worst = inbound.min(by: { score($0) < score($1) }) else { return }
                prune(worst, topic, backoff: mesh.pruneBackoff, exchange: true, now: now)
            }
            graft(candidate, topic, now: now)
        }
    }

    /// Grafts better peers when the median of the mesh is poor (specs `gossipsub-v1.1.md`, "Opportunistic Grafting").
    private mutating func graftOpportunistically(_ topic: TopicSlot, now: Instant) {
        let mesh = configuration.mesh
        guard mesh.opportunisticGraftTicks > 0, heartbeatCount % UInt64(mesh.opportunisticGraftTicks) == 0,
            topics[topic].mesh.count > 1
        else { return }
        let scores = topics[topic].mesh.map { score($0) }.sorted()
        let median = scores[scores.count / 2]
        guard median < configuration.thresholds.opportunisticGraft else { return }
        var candidates = topics[topic].subscribers.elements.filter {
            score($0) > median && isGraftable($0, topic, now: now)
        }
        random.shuffle(&candidates)
        let room = max(0, mesh.degreeHigh - topics[topic].mesh.count)
        for candidate in candidates.prefix(min(room, mesh.opportunisticGraftPeers)) {
            graft(candidate, topic, now: now)
        }
    }

    /// Drops the fanouts that are no longer used, and peers in them that have left or lost their standing.
    private mutating func maintainFanouts(now: Instant) {
        for topic in topics.slots {
            guard let fanout = topics[topic].fanout else { continue }
            if fanout.lastPublished + configuration.gossip.fanoutLifetime < now {
                topics[topic].fanout = nil
                settleOwnership(topic)
                forgetIfUnused(topic)
                continue
            }
            for peer in fanout.peers where !isPublishable(peer) {
                topics[topic].fanout?.peers.remove(peer)
            }
        }
    }

    private mutating func gossip() {
        guard cache.hasGossip else { return }
        for topic in topics.slots {
            if topics[topic].isJoined {
                emitGossip(topic, except: topics[topic].mesh)
            } else if let fanout = topics[topic].fanout {
                emitGossip(topic, except: fanout.peers)
            }
        }
    }
}
