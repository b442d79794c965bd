/// What a run has shown. Attackers are left out of all figures.
public struct SimulationReport: Sendable {
    /// Of all (message, live peer) pairs, the share that was delivered: 0 to 1.
    public var delivery = 0.0
    /// Microseconds from publication to delivery, sorted.
    public var latencies: [UInt32] = []
    /// The mean number of hops of the first copy.
    public var meanHops = 0.0
    /// The largest number of hops of a first copy.
    public var maximumHops = 0
    /// Copies of a message received per peer, the first one included.
    public var copiesPerNode = 0.0
    /// The mean size of a mesh over the time in which messages were published.
    public var meanMeshDegree = 0.0
    /// Peers of each mesh size at the end of that time: `meshDegreeCounts[6]` have six mesh peers.
    public var meshDegreeCounts: [Int] = []
    /// Bytes sent per peer that are not messages, over the whole run.
    public var controlBytesPerNode = 0.0
    /// Bytes of messages sent per peer.
    public var payloadBytesPerNode = 0.0
    /// Heartbeats from the end of a partition until all meshes were within their bounds; nil without a
    /// partition, or if they never were.
    public var recoveryHeartbeats: Int?
    /// The share of the messages that reached the eclipsed peer; nil in other scenes.
    public var victimDelivery: Double?
    /// The median of the milliseconds to the eclipsed peer; nil in other scenes.
    public var victimLatency: Double?
    /// Messages that came by gossip instead of the mesh: retransmissions per peer.
    public var retransmissionsPerNode = 0.0
    /// What history has done; nil where peers keep none.
    public var history: HistoryReport?
    /// The course of meshes and scores.
    public var samples: [SimulationSample] = []
    /// One number for the whole run.
    public var traceHash: UInt64 = 0
    /// Events processed.
    public var events: UInt64 = 0

    /// An empty report.
    public init() {}

    /// The latency below which the share `quantile` of deliveries lies, in milliseconds; 0 without
    /// deliveries.
    public func latency(quantile: Double) -> Double {
        guard let last = latencies.indices.last else { return 0 }
        return Double(latencies[min(last, Int(quantile * Double(latencies.count)))]) / 1_000
    }
}
