public import Net

/// How peers earn and lose score, whatever the topic (specs `gossipsub-v1.1.md`, "Peer Scoring", P5 to P7).
public struct PeerScoreParameters: Sendable, Equatable {
    /// The time between two decays, rounded up to heartbeats; default 1 s.
    public var decayInterval = Interval.seconds(1)
    /// A counter below this becomes 0; default 0.01.
    public var decayToZero = 0.01
    /// How long the score of a peer that disconnected is remembered; default 10 minutes.
    public var retention = Interval.seconds(600)
    /// The most that P1 and P2 of all topics together add to a score; 0 for no cap; default 50.
    public var topicScoreCap = 50.0

    /// P5: weight of the score that the application gives; default 1.
    public var applicationWeight = 1.0

    /// P6: weight of the square of the peers of one address above the threshold; at most 0; default -10.
    public var colocationWeight = -10.0
    /// P6: the number of peers of one address that is no surprise; default 10.
    public var colocationThreshold = 10
    /// P6: loopback and private addresses are left out; default true.
    public var exemptsLocalAddresses = true

    /// P7: weight of the square of the behaviour penalties above the threshold; at most 0; default -10.
    public var behaviourWeight = -10.0
    /// P7: the number of penalties that may be bad luck; default 1.
    public var behaviourThreshold = 1.0
    /// P7: decay; default 0.99.
    public var behaviourDecay = 0.99

    /// Weight of the RPC parts dropped because the peer does not read, above the threshold; at most 0;
    /// default -0.2.
    public var slowWeight = -0.2
    /// The number of dropped parts that may be bad luck; default 10.
    public var slowThreshold = 10.0
    /// Decay of the dropped parts; default 0.9.
    public var slowDecay = 0.9

    /// The defaults named above.
    public init() {}
}
