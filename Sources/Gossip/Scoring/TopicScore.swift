import Net

/// What one peer has earned and lost in one topic (specs `gossipsub-v1.1.md`, P1 to P4).
struct TopicScore: Equatable {
    /// When the peer came into the mesh; nil outside.
    private var graftedAt: Instant?
    /// P1: how long it has been there, as of the last decay.
    private var meshTime = Interval.zero
    /// P2.
    private var firstDeliveries = 0.0
    /// P3: first and near-first deliveries while in the mesh.
    private var meshDeliveries = 0.0
    /// P3: what the topic carried meanwhile.
    private var expectedDeliveries = 0.0
    /// P3: whether the peer has been in the mesh long enough to miss anything.
    private var isMeshDeliveryActive = false
    /// P3b.
    private var meshFailure = 0.0
    /// P4.
    private var invalid = 0.0

    /// Whether nothing is worth remembering.
    var isBlank: Bool { self == TopicScore() }

    var isInMesh: Bool { graftedAt != nil }

    mutating func graft(now: Instant) {
        graftedAt = now
        meshTime = .zero
        meshDeliveries = 0
        expectedDeliveries = 0
        isMeshDeliveryActive = false
    }

    mutating func prune(_ parameters: TopicScoreParameters) {
        let missing = deficit(parameters)
        meshFailure += missing * missing
        graftedAt = nil
        meshTime = .zero
        isMeshDeliveryActive = false
    }

    mutating func addFirstDelivery(_ parameters: TopicScoreParameters) {
        firstDeliveries = min(firstDeliveries + 1, parameters.firstDeliveriesCap)
    }

    /// A first delivery, or one within the window, by a mesh peer.
    mutating func addMeshDelivery(_ parameters: TopicScoreParameters) {
        guard isInMesh else { return }
        meshDeliveries = min(meshDeliveries + 1, parameters.meshDeliveriesCap)
    }

    /// Counts what is missing as delivered: it may have been lost with a connection.
    mutating func excuseDeficit(_ parameters: TopicScoreParameters) {
        guard isInMesh else { return }
        // As much as it has to be, so that the two decay alike; beyond the cap nobody can save anything up.
        let share = parameters.meshDeliveriesShare * expectedDeliveries
        let credit = parameters.meshDeliveriesShare < 1 ? share : parameters.meshDeliveriesThreshold
        meshDeliveries = max(meshDeliveries, min(credit, parameters.meshDeliveriesCap))
    }

    /// A message of the topic was accepted, whoever delivered it.
    mutating func expectMeshDelivery() {
        guard isInMesh else { return }
        expectedDeliveries += 1
    }

    mutating func addInvalid() {
        invalid += 1
    }

    mutating func decay(_ parameters: TopicScoreParameters, toZero: Double, now: Instant) {
        firstDeliveries = Self.decayed(firstDeliveries, parameters.firstDeliveriesDecay, toZero)
        meshDeliveries = Self.decayed(meshDeliveries, parameters.meshDeliveriesDecay, toZero)
        expectedDeliveries = Self.decayed(expectedDeliveries, parameters.meshDeliveriesDecay, toZero)
        meshFailure = Self.decayed(meshFailure, parameters.meshFailureDecay, toZero)
        invalid = Self.decayed(invalid, parameters.invalidDecay, toZero)
        if let graftedAt {
            meshTime = now - graftedAt
            if meshTime > parameters.meshDeliveriesActivation { isMeshDeliveryActive = true }
        }
    }

    /// What is kept of a peer that disconnects: its penalties, not its merits.
    mutating func retire(_ parameters: TopicScoreParameters) {
        if isInMesh { prune(parameters) }
        firstDeliveries = 0
        meshDeliveries = 0
        expectedDeliveries = 0
    }

    /// Adds the topic's share to `components`.
    func add(to components: inout ScoreComponents, _ parameters: TopicScoreParameters) {
        let weight = parameters.topicWeight
        if isInMesh, parameters.meshTimeQuantum > .zero {
            let quanta =
                Double(meshTime.nanoseconds) / Double(parameters.meshTimeQuantum.nanoseconds)
            components.meshTime += weight * parameters.meshTimeWeight * min(quanta, parameters.meshTimeCap)
        }
        components.firstDeliveries += weight * parameters.firstDeliveriesWeight * firstDeliveries
        let missing = deficit(parameters)
        components.meshDeliveries += weight * parameters.meshDeliveriesWeight * missing * missing
        components.meshFailure += weight * parameters.meshFailureWeight * meshFailure
        components.invalid += weight * parameters.invalidWeight * invalid * invalid
    }

    /// The deliveries missing of a mesh peer; 0 unless P3 is on and it has been in the mesh for long enough.
    private func deficit(_ parameters: TopicScoreParameters) -> Double {
        guard isMeshDeliveryActive, parameters.meshDeliveriesWeight != 0 else { return 0 }
        return max(0, required(parameters) - meshDeliveries)
    }

    /// The deliveries that a mesh peer has to have made of what the topic carried.
    private func required(_ parameters: TopicScoreParameters) -> Double {
        guard parameters.meshDeliveriesShare < 1 else { return parameters.meshDeliveriesThreshold }
        // Whole deliveries: the first few messages of a topic are no evidence against anybody.
        let share = Double(Int64(parameters.meshDeliveriesShare * expectedDeliveries))
        return min(parameters.meshDeliveriesThreshold, share)
    }

    private static func decayed(_ counter: Double, _ factor: Double, _ toZero: Double) -> Double {
        let next = counter * factor
        return next < toZero ? 0 : next
    }
}
