import Net

/// What one peer has earned and lost (specs `gossipsub-v1.1.md`, "Peer Scoring").
struct PeerScore {
    /// By topic, sorted by slot: only topics that are ours and scored.
    private var topics: [(slot: TopicSlot, score: TopicScore)] = []
    /// P5.
    var application = 0.0
    /// P7.
    private(set) var behaviour = 0.0
    /// Parts dropped because the peer does not read.
    private(set) var slow = 0.0

    /// Whether nothing is worth remembering.
    var isBlank: Bool {
        application == 0 && behaviour == 0 && slow == 0 && topics.allSatisfy { $0.score.isBlank }
    }

    /// Whether there is nothing that could decay.
    var isSteady: Bool { topics.isEmpty && behaviour == 0 && slow == 0 }

    /// Changes the score in one topic.
    mutating func update(_ topic: TopicSlot, _ change: (inout TopicScore) -> Void) {
        var index = 0
        while index < topics.count, topics[index].slot < topic { index += 1 }
        if index == topics.count || topics[index].slot != topic {
            topics.insert((slot: topic, score: TopicScore()), at: index)
        }
        change(&topics[index].score)
    }

    /// The topic is no longer ours.
    mutating func forget(_ topic: TopicSlot) {
        topics.removeAll { $0.slot == topic }
    }

    /// Excuses all missing deliveries of the peer in its meshes (P3).
    mutating func excuseDeficits(topicParameters: (TopicSlot) -> TopicScoreParameters?) {
        for index in topics.indices {
            guard let topic = topicParameters(topics[index].slot) else { continue }
            topics[index].score.excuseDeficit(topic)
        }
    }

    mutating func addBehaviourPenalty(_ count: Double) {
        behaviour += count
    }

    mutating func addDrops(_ count: Double) {
        slow += count
    }

    mutating func decay(
        _ parameters: PeerScoreParameters,
        now: Instant,
        topicParameters: (TopicSlot) -> TopicScoreParameters?
    ) {
        behaviour = Self.decayed(behaviour, parameters.behaviourDecay, parameters.decayToZero)
        slow = Self.decayed(slow, parameters.slowDecay, parameters.decayToZero)
        for index in topics.indices {
            guard let topic = topicParameters(topics[index].slot) else { continue }
            topics[index].score.decay(topic, toZero: parameters.decayToZero, now: now)
        }
    }

    /// Leaves all meshes and loses what was earned.
    mutating func retire(topicParameters: (TopicSlot) -> TopicScoreParameters?) {
        for index in topics.indices {
            guard let topic = topicParameters(topics[index].slot) else { continue }
            topics[index].score.retire(topic)
        }
        topics.removeAll { $0.score.isBlank }
    }

    /// The score.
    ///
    /// - Parameter neighbours: The connected peers of the same address, this one included (P6).
    func components(
        _ parameters: PeerScoreParameters,
        neighbours: Int,
        topicParameters: (TopicSlot) -> TopicScoreParameters?
    ) -> ScoreComponents {
        var components = ScoreComponents()
        for (slot, score) in topics {
            guard let topic = topicParameters(slot) else { continue }
            score.add(to: &components, topic)
        }
        // What is earned is capped before anything is taken off: with a cap on the sum, merits in many topics
        // would make up for forwarding nothing in one (arXiv 2212.05197).
        if parameters.topicScoreCap > 0 {
            let earned = components.meshTime + components.firstDeliveries
            components.capped = min(0, parameters.topicScoreCap - earned)
        }
        components.application = parameters.applicationWeight * application
        components.colocation =
            parameters.colocationWeight * Self.square(Double(neighbours - parameters.colocationThreshold))
        components.behaviour =
            parameters.behaviourWeight * Self.square(behaviour - parameters.behaviourThreshold)
        components.slow = parameters.slowWeight * max(0, slow - parameters.slowThreshold)
        return components
    }

    /// The square of what lies above zero.
    private static func square(_ excess: Double) -> Double {
        excess > 0 ? excess * excess : 0
    }

    private static func decayed(_ counter: Double, _ factor: Double, _ toZero: Double) -> Double {
        let next = counter * factor
        return next < toZero ? 0 : next
    }
}
