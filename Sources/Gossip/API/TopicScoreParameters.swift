public import Net

/// How peers earn and lose score in one topic (specs `gossipsub-v1.1.md`, "Peer Scoring", P1 to P4).
///
/// A decay is the factor that a counter is multiplied by every `PeerScoreParameters.decayInterval`; between 0
/// and 1.
///
/// P3, the penalty for mesh peers that deliver too little, is off by default: in a network of three a peer at
/// the end of a line has nothing to deliver. `openNetwork` switches it on, measured against what the topic
/// carried while the peer was in the mesh, so that silence costs nobody anything.
public struct TopicScoreParameters: Sendable, Equatable {
    /// The weight of the topic in the score of a peer; default 1.
    public var topicWeight = 1.0

    /// P1: weight of the time in the mesh, in quanta; at least 0; default 0.02.
    public var meshTimeWeight = 0.02
    /// P1: length of a quantum; default 1 s.
    public var meshTimeQuantum = Interval.seconds(1)
    /// P1: the most quanta that count; default 250.
    public var meshTimeCap = 250.0

    /// P2: weight of messages that the peer delivered first; at least 0; default 1.
    public var firstDeliveriesWeight = 1.0
    /// P2: decay; default 0.998.
    public var firstDeliveriesDecay = 0.998
    /// P2: the most deliveries that count; default 20.
    public var firstDeliveriesCap = 20.0

    /// P3: weight of the square of the missing deliveries of a mesh peer; at most 0; default 0, off.
    public var meshDeliveriesWeight = 0.0
    /// P3: decay; default 0.98.
    public var meshDeliveriesDecay = 0.98
    /// P3: the most deliveries that count: little more than the threshold, so that nobody can save up for a
    /// day on which it stops forwarding; default 8.
    public var meshDeliveriesCap = 8.0
    /// P3: a mesh peer with at least this many deliveries misses none; default 5.
    public var meshDeliveriesThreshold = 5.0
    /// P3: the threshold is never more than this share of the messages the topic carried while the peer was
    /// in the mesh; default 0.2. With 1 or more it is the specification's fixed threshold.
    public var meshDeliveriesShare = 0.2
    /// P3: how long after the first one a copy still counts; default 2 s.
    public var meshDeliveriesWindow = Interval.seconds(2)
    /// P3: how long a peer is in the mesh before anything is missed; default 10 s.
    public var meshDeliveriesActivation = Interval.seconds(10)

    /// P3b: weight of the deficit squared with which a peer left the mesh; at most 0; default 0, off.
    public var meshFailureWeight = 0.0
    /// P3b: decay; default 0.99.
    public var meshFailureDecay = 0.99

    /// P4: weight of the square of the invalid messages; at most 0; default -10.
    public var invalidWeight = -10.0
    /// P4: decay; default 0.995.
    public var invalidDecay = 0.995

    /// The defaults named above: for small and large networks, without P3.
    public init() {}

    /// The defaults with P3 and P3b: for topics in which everybody has several mesh peers. A mesh peer that
    /// forwards nothing of what the topic carries falls below zero, whatever it has earned elsewhere (arXiv
    /// 2212.05197).
    ///
    /// The memory is short, because a good name must not shield anybody for long: at two messages a second a
    /// peer that has forwarded everything and ceases to is out of the mesh after some 15 seconds.
    public static var openNetwork: TopicScoreParameters {
        var parameters = TopicScoreParameters()
        parameters.meshDeliveriesDecay = 0.93
        parameters.meshDeliveriesCap = 6
        parameters.meshDeliveriesWeight = -4
        parameters.meshFailureWeight = -1
        return parameters
    }
}
