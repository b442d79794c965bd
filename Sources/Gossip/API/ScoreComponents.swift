/// The score of one peer, taken apart.
public struct ScoreComponents: Equatable, Sendable {
    /// P1: time in meshes.
    public var meshTime = 0.0
    /// P2: first deliveries.
    public var firstDeliveries = 0.0
    /// P3: missing deliveries of a mesh peer.
    public var meshDeliveries = 0.0
    /// P3b: missing deliveries at the time it left a mesh.
    public var meshFailure = 0.0
    /// P4: invalid messages.
    public var invalid = 0.0
    /// What the cap on the sum of P1 and P2 took away; at most 0.
    public var capped = 0.0
    /// P5: the application's own score.
    public var application = 0.0
    /// P6: peers at the same address.
    public var colocation = 0.0
    /// P7: behaviour penalties.
    public var behaviour = 0.0
    /// RPC parts dropped because the peer does not read.
    public var slow = 0.0

    /// Nothing earned and nothing lost.
    public init() {}

    /// The score.
    public var total: Double {
        meshTime + firstDeliveries + meshDeliveries + meshFailure + invalid + capped + application
            + colocation
            + behaviour + slow
    }
}
