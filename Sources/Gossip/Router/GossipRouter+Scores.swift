public import Net

/// The score of peers, and what depends on it.
extension GossipRouter {
    /// The peer's score; 0 without scoring, for direct peers, and for peers that are not connected.
    public func score(of peer: PeerID) -> Double {
        peers.slot(of: peer).map(score) ?? 0
    }

    func score(_ slot: PeerSlot) -> Double {
        scoreComponents(slot).total
    }

    func scoreComponents(_ slot: PeerSlot) -> ScoreComponents {
        guard let parameters = configuration.scoring, !peers[slot].isDirect else { return ScoreComponents() }
        let neighbours = peers[slot].address.map { colocation.count($0) } ?? 0
        return peers[slot].score.components(parameters, neighbours: neighbours) {
            topics[$0].configuration.scoring
        }
    }

    func isGraylisted(_ slot: PeerSlot) -> Bool {
        score(slot) < configuration.thresholds.graylist
    }

    /// Adds behaviour penalties (P7), also to a peer that has just left.
    mutating func penalize(_ peer: PeerID, _ count: Double) {
        guard configuration.scoring != nil else { return }
        if let slot = peers.slot(of: peer) {
            peers[slot].score.addBehaviourPenalty(count)
        } else {
            retained.update(peer) { $0.addBehaviourPenalty(count) }
        }
    }

    /// Changes what the peer has earned in a topic, if that is scored.
    mutating func updateScore(
        _ slot: PeerSlot,
        _ topic: TopicSlot,
        _ change: (inout TopicScore, TopicScoreParameters) -> Void
    ) {
        guard configuration.scoring != nil, topics[topic].wasJoined,
            let parameters = topics[topic].configuration.scoring
        else { return }
        peers[slot].score.update(topic) { change(&$0, parameters) }
    }

    /// The peer has sent an invalid message (P4).
    mutating func addInvalid(_ peer: PeerID, _ topic: TopicSlot) {
        guard let slot = peers.slot(of: peer) else { return }
        updateScore(slot, topic) { score, _ in score.addInvalid() }
    }

    /// Lets all counters decay, if it is time.
    mutating func decayScores(now: Instant) {
        guard let parameters = configuration.scoring, now >= nextDecay else { return }
        nextDecay = now + parameters.decayInterval
        let topics = topics
        for slot in peers.slots {
            peers[slot].score.decay(parameters, now: now) { topics[$0].configuration.scoring }
        }
        retained.removeExpired(before: now)
    }
}
