import Net

/// What peers have earned and lost (specs `gossipsub-v1.1.md`, "Peer Scoring").
///
/// A total is computed on demand and cached until something changes it: a heartbeat asks for each many
/// times.
struct Scores {
    /// Missing deliveries are excused once in this time, so that renewing a stream does not excuse a peer
    /// that never forwards.
    private static var excuseInterval: Interval { .seconds(60) }

    private let parameters: PeerScoreParameters?
    private let thresholds: ScoreThresholds
    /// Messages of this size are declined by those that have them: nobody can be blamed for not sending a
    /// copy.
    private let largeMessageBytes: Int

    private var peers = SlotMap<PeerID, ScoredPeer>(vacant: ScoredPeer())
    /// The topics in which peers may have score.
    private var topics = SlotMap<TopicName, TopicScoreParameters?>(vacant: nil)
    private var colocation = ColocationTable()
    private var retained: RetainedScores
    private var deliveries = DeliveryWindow()
    private var nextDecay: Instant

    init(_ configuration: GossipConfiguration, now: Instant) {
        parameters = configuration.scoring
        thresholds = configuration.thresholds
        largeMessageBytes = configuration.gossip.dontWantThresholdBytes
        retained = RetainedScores(limit: configuration.limits.maximumRetainedScores)
        nextDecay = now + (configuration.scoring?.decayInterval ?? .zero)
    }

    // MARK: - Peers and topics

    /// A peer is connected: a bad score of an earlier connection still applies.
    ///
    /// - Parameter address: Its IP address, 4 or 16 bytes; empty when it is not known.
    mutating func add(_ slot: PeerSlot, _ peer: PeerID, address: [UInt8], isDirect: Bool) {
        var entry = ScoredPeer()
        entry.isScored = parameters != nil && !isDirect
        if let score = retained.take(peer) { entry.score = score }
        if let group = AddressGroup(address), !(group.isLocal && (parameters?.exemptsLocalAddresses ?? true))
        {
            entry.address = group
            colocation.add(group)
        }
        peers[slot] = entry
    }

    /// A peer is gone. A good score has to be earned anew; a bad one is retained.
    mutating func remove(_ slot: PeerSlot, _ peer: PeerID, now: Instant) {
        if let group = peers[slot].address { colocation.remove(group) }
        if let parameters, peers[slot].isScored {
            var score = peers[slot].score
            score.retire { topics[$0] }
            if !score.isBlank {
                retained.keep(score, of: peer, until: now + parameters.retention)
            }
        }
        peers.remove(slot)
    }

    /// The topic is ours, and scored by those parameters; nil leaves it out of the score.
    mutating func setParameters(_ topicParameters: TopicScoreParameters?, of topic: TopicSlot) {
        topics[topic] = topicParameters
        peers.updateEach { $0.total = nil }
    }

    /// The topic is no longer ours.
    mutating func forget(_ topic: TopicSlot) {
        topics.remove(topic)
        peers.updateEach {
            $0.score.forget(topic)
            $0.total = nil
        }
        retained.forget(topic)
    }

    // MARK: - Meshes

    mutating func graft(_ slot: PeerSlot, _ topic: TopicSlot, now: Instant) {
        update(slot, topic) { score, _ in score.graft(now: now) }
    }

    mutating func prune(_ slot: PeerSlot, _ topic: TopicSlot) {
        update(slot, topic) { score, parameters in score.prune(parameters) }
    }

    // MARK: - Messages

    /// A message was accepted: P2 for the first sender, P3 for all of them that are in the mesh.
    ///
    /// - Parameter members: The mesh of the topic: a copy is expected of each of them.
    mutating func receiveAccepted(
        _ valid: ValidMessage,
        _ topic: TopicSlot,
        members: SlotSet<PeerID>,
        peers table: PeerTable,
        now: Instant
    ) {
        let message = valid.message
        guard parameters != nil, let parameters = topics[topic] else { return }
        if let first = table.slot(of: message.receivedFrom) {
            update(first, topic) { score, parameters in score.addFirstDelivery(parameters) }
        }
        guard parameters.meshDeliveriesWeight != 0 else { return }
        deliveries.open(message.id, first: valid.senders, closes: now + parameters.meshDeliveriesWindow)
        for sender in valid.senders {
            guard let slot = table.slot(of: sender) else { continue }
            update(slot, topic) { score, parameters in score.addMeshDelivery(parameters) }
        }
        guard message.data.count < largeMessageBytes else { return }
        for member in members where table[member].id != message.from {
            update(member, topic) { score, _ in score.expectMeshDelivery() }
        }
    }

    /// A copy of an accepted message has come: it counts as a delivery (P3) while the window is open.
    mutating func receiveCopy(
        _ id: MessageID,
        from slot: PeerSlot,
        _ peer: PeerID,
        _ topic: TopicSlot,
        now: Instant
    ) {
        guard deliveries.counts(id, from: peer, now: now) else { return }
        update(slot, topic) { score, parameters in score.addMeshDelivery(parameters) }
    }

    /// The peer has sent an invalid message (P4).
    mutating func addInvalid(_ slot: PeerSlot, _ topic: TopicSlot) {
        update(slot, topic) { score, _ in score.addInvalid() }
    }

    // MARK: - Behaviour

    /// The peer has broken rules (P7).
    mutating func addPenalty(_ count: Double, _ slot: PeerSlot) {
        guard parameters != nil else { return }
        peers[slot].score.addBehaviourPenalty(count)
        peers[slot].total = nil
    }

    /// Something meant for the peer was dropped, because it does not read.
    mutating func addDrop(_ slot: PeerSlot) {
        peers[slot].score.addDrops(1)
        peers[slot].total = nil
    }

    /// What the application thinks of the peer (P5).
    mutating func setApplicationScore(_ score: Double, of slot: PeerSlot) {
        peers[slot].score.application = score
        peers[slot].total = nil
    }

    /// A stream of the peer was replaced: what it has sent on the old one may be lost, so that nothing is
    /// missing of it (P3). What it was blamed for before stays.
    mutating func renew(_ slot: PeerSlot, now: Instant) {
        guard parameters != nil else { return }
        if let last = peers[slot].excusedAt, now < last + Self.excuseInterval { return }
        peers[slot].excusedAt = now
        peers[slot].score.excuseDeficits { topics[$0] }
        peers[slot].total = nil
    }

    // MARK: - Time

    /// Drops what has expired, and lets the counters decay when it is time.
    mutating func receiveHeartbeat(now: Instant) {
        deliveries.removeClosed(before: now)
        guard let parameters, now >= nextDecay else { return }
        nextDecay = now + parameters.decayInterval
        let topics = topics
        peers.updateEach { peer in
            guard !peer.score.isSteady else { return }
            peer.score.decay(parameters, now: now) { topics[$0] }
            peer.total = nil
        }
        retained.removeExpired(before: now)
    }

    // MARK: - Queries

    var retainedCount: Int { retained.count }

    /// The peer's score; 0 without scoring and for direct peers.
    mutating func total(of slot: PeerSlot) -> Double {
        guard peers[slot].isScored else { return 0 }
        if let total = peers[slot].total, total.colocation == colocation.version || peers[slot].address == nil
        {
            return total.value
        }
        let value = components(of: slot).total
        peers[slot].total = (value: value, colocation: colocation.version)
        return value
    }

    /// Whether nothing that the peer sends is read.
    mutating func isGraylisted(_ slot: PeerSlot) -> Bool { total(of: slot) < thresholds.graylist }

    /// Whether gossip goes to the peer, and gossip from it is processed.
    mutating func allowsGossip(_ slot: PeerSlot) -> Bool { total(of: slot) >= thresholds.gossip }

    /// Whether messages of ours go to the peer.
    mutating func allowsPublishing(_ slot: PeerSlot) -> Bool { total(of: slot) >= thresholds.publish }

    /// Whether the peer's recommendations are followed: otherwise a few attackers could fill everybody's
    /// connections with themselves.
    mutating func allowsExchange(_ slot: PeerSlot) -> Bool { total(of: slot) >= thresholds.acceptExchange }

    /// The score, taken apart.
    func components(of slot: PeerSlot) -> ScoreComponents {
        guard let parameters, peers[slot].isScored else { return ScoreComponents() }
        let neighbours = peers[slot].address.map { colocation.count($0) } ?? 0
        return peers[slot].score.components(parameters, neighbours: neighbours) { topics[$0] }
    }

    /// The behaviour penalties that were counted and have not decayed yet (P7).
    func penalties(of slot: PeerSlot) -> Double {
        peers[slot].score.behaviour
    }

    // MARK: - Private

    /// Changes what the peer has earned in a topic, if that is scored.
    private mutating func update(
        _ slot: PeerSlot,
        _ topic: TopicSlot,
        _ change: (inout TopicScore, TopicScoreParameters) -> Void
    ) {
        guard parameters != nil, let topicParameters = topics[topic] else { return }
        peers[slot].score.update(topic) { change(&$0, topicParameters) }
        peers[slot].total = nil
    }
}
