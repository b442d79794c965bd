public import Net

/// The inside of gossip at one moment: what the inspector shows. Everything is sorted, so that two runs
/// compare.
public struct Inspection: Equatable, Sendable {
    /// One topic.
    public struct Topic: Equatable, Sendable {
        /// The topic's name; unsanitised where a peer chose it.
        public var name: String
        /// Whether this peer has joined it.
        public var isJoined: Bool
        /// The peers grafted into our mesh.
        public var mesh: [PeerID]
        /// The connected peers that subscribe to it, those of the mesh included.
        public var peers: [PeerID]
        /// The peers we publish to without having joined.
        public var fanout: [PeerID]
        /// The peers that must not be grafted yet.
        public var backoffs: [Backoff]
        /// Between which numbers the mesh is kept; nil where that is not known.
        public var meshBounds: ClosedRange<Int>?

        /// A topic from its parts.
        public init(
            name: String,
            isJoined: Bool,
            mesh: [PeerID],
            peers: [PeerID],
            fanout: [PeerID],
            backoffs: [Backoff],
            meshBounds: ClosedRange<Int>? = nil
        ) {
            self.name = name
            self.isJoined = isJoined
            self.mesh = mesh
            self.peers = peers
            self.fanout = fanout
            self.backoffs = backoffs
            self.meshBounds = meshBounds
        }
    }

    /// How long a peer must not be grafted.
    public struct Backoff: Equatable, Sendable {
        /// Who.
        public var peer: PeerID
        /// The time left.
        public var remaining: Interval

        /// A backoff from its parts.
        public init(peer: PeerID, remaining: Interval) {
            self.peer = peer
            self.remaining = remaining
        }
    }

    /// A part of a peer's score, or a counter of the router.
    public struct Figure: Equatable, Sendable {
        /// What it counts: "P1 time in mesh", "duplicates".
        public var name: String
        /// Its value.
        public var value: Double

        /// A figure from its parts.
        public init(name: String, value: Double) {
            self.name = name
            self.value = value
        }
    }

    /// One gossip peer.
    public struct Peer: Equatable, Sendable {
        /// Who it is.
        public var peer: PeerID
        /// The gossip protocol spoken with it.
        public var protocolName: String
        /// Its score.
        public var score: Double
        /// The score's parts, P1 to P7.
        public var scoreComponents: [Figure]

        /// A peer from its parts.
        public init(peer: PeerID, protocolName: String, score: Double, scoreComponents: [Figure]) {
            self.peer = peer
            self.protocolName = protocolName
            self.score = score
            self.scoreComponents = scoreComponents
        }
    }

    /// The way of one recent message.
    public struct Trace: Equatable, Sendable {
        /// The message id.
        public var id: [UInt8]
        /// Its topic.
        public var topic: String
        /// Who handed it to us first; nil for our own.
        public var receivedFrom: PeerID?
        /// How many more copies came.
        public var duplicateCount: Int
        /// From the author's clock, or from the first IHAVE, to its arrival; nil where unknown.
        public var latency: Interval?
        /// How often it was announced to us by IHAVE.
        public var announcementCount: Int
        /// Whether we had asked for it by IWANT: the mesh had missed it.
        public var wasAskedFor: Bool
        /// How often we sent it to peers that asked for it.
        public var serveCount: Int

        /// A trace from its parts.
        public init(
            id: [UInt8],
            topic: String,
            receivedFrom: PeerID?,
            duplicateCount: Int,
            latency: Interval?,
            announcementCount: Int = 0,
            wasAskedFor: Bool = false,
            serveCount: Int = 0
        ) {
            self.id = id
            self.topic = topic
            self.receivedFrom = receivedFrom
            self.duplicateCount = duplicateCount
            self.latency = latency
            self.announcementCount = announcementCount
            self.wasAskedFor = wasAskedFor
            self.serveCount = serveCount
        }
    }

    /// The topics known.
    public var topics: [Topic]
    /// The gossip peers.
    public var peers: [Peer]
    /// The connections, as `/peers` tells them.
    public var connections: [PeerSummary]
    /// The latest messages, newest last.
    public var traces: [Trace]
    /// The router's counters.
    public var counters: [Figure]

    /// An inspection from its parts.
    public init(
        topics: [Topic] = [],
        peers: [Peer] = [],
        connections: [PeerSummary] = [],
        traces: [Trace] = [],
        counters: [Figure] = []
    ) {
        self.topics = topics
        self.peers = peers
        self.connections = connections
        self.traces = traces
        self.counters = counters
    }
}
