import HearsayCollections
import Net

/// Who is in the meshes of our topics, and who may not be for a while: GRAFT and PRUNE (specs
/// `gossipsub-v1.0.md` "Control Messages", `gossipsub-v1.1.md`).
///
/// Decides and returns what follows, in order; sending it and keeping the score are left to others. Who the
/// peers are and how they stand is asked of `PeerTable` and `Scores`.
struct Meshes {
    private let parameters: MeshParameters
    private let maximumBackoffs: Int
    private let opportunisticScore: Double
    private var meshes = SlotMap<TopicName, Mesh>(vacant: Mesh())
    private(set) var counters = MeshCounters()

    init(_ configuration: GossipConfiguration) {
        parameters = configuration.mesh
        maximumBackoffs = configuration.limits.maximumBackoffsPerTopic
        opportunisticScore = configuration.thresholds.opportunisticGraft
    }

    // MARK: - Queries

    func members(of topic: TopicSlot) -> SlotSet<PeerID> {
        meshes[topic].members
    }

    func contains(_ slot: PeerSlot, _ topic: TopicSlot) -> Bool {
        meshes[topic].members.contains(slot)
    }

    /// The backoffs of a topic, in the order of the peers.
    func backoffs(of topic: TopicSlot) -> [(peer: PeerID, until: Instant)] {
        meshes[topic].backoffs.sorted
    }

    func hasBackoffs(_ topic: TopicSlot) -> Bool {
        !meshes[topic].backoffs.isEmpty
    }

    // MARK: - What we do

    /// We have joined the topic: a mesh is formed of the peers of its fanout, if there was one, and of random
    /// subscribers.
    mutating func join(
        _ topic: TopicSlot,
        fanout: SlotSet<PeerID>,
        among subscribers: SlotSet<PeerID>,
        _ peers: PeerTable,
        _ scores: inout Scores,
        now: Instant,
        using random: inout SeededRandom
    ) -> [MeshAction] {
        let adopted = graftable(fanout, topic, peers, &scores, now: now)
        let actions = graft(adopted.prefix(parameters.degree), topic)
        return actions + fill(topic, from: subscribers, peers, &scores, now: now, using: &random)
    }

    /// We leave the topic: the members are told to wait before they graft us again, and so do we.
    mutating func leave(_ topic: TopicSlot, _ peers: PeerTable, now: Instant) -> [MeshAction] {
        let backoff = parameters.unsubscribeBackoff
        return meshes[topic].members.elements.flatMap { member in
            prune(member, peers[member].id, topic, backoff: backoff, exchangesPeers: false, now: now)
        }
    }

    /// Grafts random subscribers until the mesh has D members or nobody is left.
    private mutating func fill(
        _ topic: TopicSlot,
        from subscribers: SlotSet<PeerID>,
        _ peers: PeerTable,
        _ scores: inout Scores,
        now: Instant,
        using random: inout SeededRandom
    ) -> [MeshAction] {
        let room = parameters.degree - meshes[topic].members.count
        guard room > 0 else { return [] }
        var chosen = graftable(subscribers, topic, peers, &scores, now: now)
        random.shuffle(&chosen)
        return graft(chosen.prefix(room), topic)
    }

    // MARK: - What peers do

    /// A peer has joined the topic: it is grafted at once, instead of at the next heartbeat, if the mesh is
    /// sparse.
    mutating func receiveSubscriber(
        _ slot: PeerSlot,
        _ topic: TopicSlot,
        _ peers: PeerTable,
        _ scores: inout Scores,
        now: Instant
    ) -> [MeshAction] {
        guard parameters.graftsOnSubscription, isSparse(topic),
            isGraftable(slot, topic, peers, &scores, now: now)
        else { return [] }
        return graft([MeshCandidate(slot, peers, &scores)], topic)
    }

    /// The peer counts us into its mesh. It is a subscriber of the topic, which is joined: a GRAFT for a
    /// topic that is not joined stops earlier, in `Overlay.receiveGraft`.
    mutating func receiveGraft(
        _ slot: PeerSlot,
        _ topic: TopicSlot,
        _ peers: PeerTable,
        _ scores: inout Scores,
        now: Instant
    ) -> [MeshAction] {
        guard !contains(slot, topic) else { return [] }
        let candidate = MeshCandidate(slot, peers, &scores)
        // Direct peers get every message and are in no mesh.
        guard !peers[slot].isDirect else { return prune(candidate, topic, exchangesPeers: false, now: now) }
        if let expiry = meshes[topic].backoffs.expiry(of: candidate.peer), now < expiry {
            // Once for coming too early, and once more for coming as if nothing had been said.
            let isFlood = now < expiry - parameters.pruneBackoff + parameters.graftFloodThreshold
            return [.penalize(slot, isFlood ? 2 : 1)]
                + prune(candidate, topic, exchangesPeers: false, now: now)
        }
        guard candidate.score >= 0 else { return prune(candidate, topic, exchangesPeers: false, now: now) }
        guard meshes[topic].members.count < parameters.degreeHigh else {
            return prune(candidate, topic, exchangesPeers: true, now: now)
        }
        insert(candidate, topic)
        return [.add(slot)]
    }

    /// A GRAFT has come, whatever it is for.
    mutating func countGraft() { counters.graftsReceived += 1 }

    /// A PRUNE has come, whatever it is for.
    mutating func countPrune() { counters.prunesReceived += 1 }

    /// The peer does not count us into its mesh, and will not for a while.
    ///
    /// - Parameter seconds: How long; nil when the peer does not say (v1.0).
    mutating func receivePrune(
        _ slot: PeerSlot,
        _ peer: PeerID,
        _ topic: TopicSlot,
        seconds: UInt64?,
        now: Instant
    ) -> [MeshAction] {
        let actions: [MeshAction] = remove(slot, from: topic) ? [.remove(slot)] : []
        var backoff = parameters.pruneBackoff
        if let seconds, seconds > 0 {
            // Clamped before it is added to any time: what the peer says may be close to 2^64.
            let believed = Int64(clamping: min(seconds, UInt64(Int64.max)))
            backoff = min(.seconds(believed), parameters.maximumBackoff)
        }
        setBackoff(peer, topic, backoff, now: now)
        return actions
    }

    /// The peer has left the topic. Returns whether it was a member.
    mutating func remove(_ slot: PeerSlot, from topic: TopicSlot) -> Bool {
        guard meshes[topic].members.remove(slot) else { return false }
        meshes[topic].outbound.remove(slot)
        meshes[topic].waiting.remove(slot)
        return true
    }

    /// The topic is no longer known.
    mutating func forget(_ topic: TopicSlot) {
        meshes.remove(topic)
    }

    // MARK: - The heartbeat (specs `gossipsub-v1.0.md` "Heartbeat", `gossipsub-v1.1.md`)

    /// Brings one mesh back into its bounds.
    mutating func maintain(
        _ topic: TopicSlot,
        among subscribers: SlotSet<PeerID>,
        _ peers: PeerTable,
        _ scores: inout Scores,
        _ heartbeat: UInt64,
        now: Instant,
        using random: inout SeededRandom
    ) -> [MeshAction] {
        var actions = expel(topic, peers, &scores, now: now)
        if isSparse(topic) {
            actions += fill(topic, from: subscribers, peers, &scores, now: now, using: &random)
        }
        if meshes[topic].members.count > parameters.degreeHigh {
            actions += cut(topic, peers, &scores, now: now, using: &random)
        }
        if !isSparse(topic), meshes[topic].outbound.count < parameters.degreeOutbound {
            actions += addOutbound(topic, from: subscribers, peers, &scores, now: now, using: &random)
        }
        let ticks = UInt64(max(0, parameters.opportunisticGraftTicks))
        if ticks > 0, heartbeat % ticks == 0 {
            actions += improve(topic, from: subscribers, peers, &scores, now: now, using: &random)
        }
        return actions
    }

    /// Members whose score is below zero have to go.
    private mutating func expel(
        _ topic: TopicSlot,
        _ peers: PeerTable,
        _ scores: inout Scores,
        now: Instant
    ) -> [MeshAction] {
        var actions: [MeshAction] = []
        for member in meshes[topic].members where scores.total(of: member) < 0 {
            let candidate = MeshCandidate(member, peers, &scores)
            actions += prune(candidate, topic, exchangesPeers: false, now: now)
        }
        return actions
    }

    /// Cuts a mesh that is too large down to D: the best peers stay, then random ones, with enough outbound
    /// ones among them (specs `gossipsub-v1.1.md`, "Outbound Mesh Quotas").
    private mutating func cut(
        _ topic: TopicSlot,
        _ peers: PeerTable,
        _ scores: inout Scores,
        now: Instant,
        using random: inout SeededRandom
    ) -> [MeshAction] {
        var members = meshes[topic].members.map { MeshCandidate($0, peers, &scores) }
        random.shuffle(&members)
        let best = members.ordered { $0.score > $1.score }.prefix(parameters.degreeScore)
        // Outbound ones first among the rest, as far as the quota needs them.
        let missing = max(0, parameters.degreeOutbound - best.count { $0.isOutbound })
        let rest = members.filter { member in !best.contains { $0.slot == member.slot } }
        let outbound = rest.filter { $0.isOutbound }.prefix(missing)
        let others = rest.filter { member in !outbound.contains { $0.slot == member.slot } }
        let kept = (best + outbound + others).prefix(parameters.degree)
        return members.filter { member in !kept.contains { $0.slot == member.slot } }
            .flatMap { prune($0, topic, exchangesPeers: true, now: now) }
    }

    /// Grafts outbound peers when the mesh has too few: an attacker can connect to us, but not make us
    /// connect to it. In a full mesh each takes the place of the worst inbound peer.
    private mutating func addOutbound(
        _ topic: TopicSlot,
        from subscribers: SlotSet<PeerID>,
        _ peers: PeerTable,
        _ scores: inout Scores,
        now: Instant,
        using random: inout SeededRandom
    ) -> [MeshAction] {
        let outbound = subscribers.filter { peers[$0].isOutbound }
        var chosen = graftable(outbound, topic, peers, &scores, now: now)
        random.shuffle(&chosen)
        var actions: [MeshAction] = []
        for candidate in chosen.prefix(parameters.degreeOutbound - meshes[topic].outbound.count) {
            if meshes[topic].members.count >= parameters.degreeHigh {
                let inbound = meshes[topic].members.filter { !peers[$0].isOutbound }
                    .map { MeshCandidate($0, peers, &scores) }
                guard let worst = inbound.min(by: { $0.score < $1.score }) else { return actions }
                actions += prune(worst, topic, exchangesPeers: true, now: now)
            }
            actions += graft([candidate], topic)
        }
        return actions
    }

    /// Grafts random better peers when the median of the mesh is poor (specs `gossipsub-v1.1.md`,
    /// "Opportunistic Grafting").
    private mutating func improve(
        _ topic: TopicSlot,
        from subscribers: SlotSet<PeerID>,
        _ peers: PeerTable,
        _ scores: inout Scores,
        now: Instant,
        using random: inout SeededRandom
    ) -> [MeshAction] {
        let members = meshes[topic].members.map { scores.total(of: $0) }.ordered()
        guard members.count > 1 else { return [] }
        let median = members[members.count / 2]
        guard median < opportunisticScore else { return [] }
        var chosen = graftable(subscribers, topic, peers, &scores, now: now).filter { $0.score > median }
        random.shuffle(&chosen)
        let room = max(0, parameters.degreeHigh - meshes[topic].members.count)
        return graft(chosen.prefix(min(room, parameters.opportunisticGraftPeers)), topic)
    }

    /// Forgets the backoffs that are over. Returns whether there were any before.
    mutating func removeExpiredBackoffs(_ topic: TopicSlot, now: Instant) -> Bool {
        guard !meshes[topic].backoffs.isEmpty else { return false }
        meshes[topic].backoffs.removeExpired(before: now - parameters.backoffSlack)
        return true
    }

    // MARK: - Members that are to be told what they have missed

    /// The member is told at the next heartbeat.
    mutating func wait(_ slot: PeerSlot, _ topic: TopicSlot) {
        meshes[topic].waiting.insert(slot)
    }

    /// The members whose turn has come.
    mutating func takeWaiting(_ topic: TopicSlot) -> [PeerSlot] {
        guard !meshes[topic].waiting.isEmpty else { return [] }
        defer { meshes[topic].waiting.removeAll() }
        return meshes[topic].waiting.elements
    }

    // MARK: - Private

    /// Whether the mesh has fewer members than D_lo.
    private func isSparse(_ topic: TopicSlot) -> Bool {
        meshes[topic].members.count < parameters.degreeLow
    }

    /// Those that we may graft.
    private func graftable(
        _ slots: some Sequence<PeerSlot>,
        _ topic: TopicSlot,
        _ peers: PeerTable,
        _ scores: inout Scores,
        now: Instant
    ) -> [MeshCandidate] {
        var candidates: [MeshCandidate] = []
        for slot in slots where isGraftable(slot, topic, peers, &scores, now: now) {
            candidates.append(MeshCandidate(slot, peers, &scores))
        }
        return candidates
    }

    /// Whether we may graft the peer. The slack keeps us from coming back too early by the peer's clock.
    private func isGraftable(
        _ slot: PeerSlot,
        _ topic: TopicSlot,
        _ peers: PeerTable,
        _ scores: inout Scores,
        now: Instant
    ) -> Bool {
        guard peers[slot].version.hasMesh, !peers[slot].isDirect, !peers[slot].isDismissed,
            !contains(slot, topic)
        else { return false }
        if let expiry = meshes[topic].backoffs.expiry(of: peers[slot].id),
            now < expiry + parameters.backoffSlack
        {
            return false
        }
        return scores.total(of: slot) >= 0
    }

    private mutating func graft(_ chosen: ArraySlice<MeshCandidate>, _ topic: TopicSlot) -> [MeshAction] {
        chosen.flatMap { candidate -> [MeshAction] in
            insert(candidate, topic)
            counters.graftsSent += 1
            return [.add(candidate.slot), .sendGraft(candidate.slot)]
        }
    }

    private mutating func prune(
        _ member: MeshCandidate,
        _ topic: TopicSlot,
        exchangesPeers: Bool,
        now: Instant
    ) -> [MeshAction] {
        let backoff = parameters.pruneBackoff
        return prune(
            member.slot,
            member.peer,
            topic,
            backoff: backoff,
            exchangesPeers: exchangesPeers,
            now: now
        )
    }

    /// Removes a member, or refuses to have one, and tells it; neither side may graft the other again for
    /// `backoff`.
    private mutating func prune(
        _ slot: PeerSlot,
        _ peer: PeerID,
        _ topic: TopicSlot,
        backoff: Interval,
        exchangesPeers: Bool,
        now: Instant
    ) -> [MeshAction] {
        let actions: [MeshAction] = remove(slot, from: topic) ? [.remove(slot)] : []
        setBackoff(peer, topic, backoff, now: now)
        counters.prunesSent += 1
        return actions + [.sendPrune(slot, backoff: backoff, exchangesPeers: exchangesPeers)]
    }

    private mutating func insert(_ candidate: MeshCandidate, _ topic: TopicSlot) {
        meshes[topic].members.insert(candidate.slot)
        if candidate.isOutbound { meshes[topic].outbound.insert(candidate.slot) }
    }

    private mutating func setBackoff(_ peer: PeerID, _ topic: TopicSlot, _ backoff: Interval, now: Instant) {
        meshes[topic].backoffs.extend(peer, until: now + backoff, limit: maximumBackoffs)
    }
}
