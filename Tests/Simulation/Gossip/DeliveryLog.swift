import Net

/// When and over how many hops each message reached each peer.
struct DeliveryLog {
    /// One published message.
    struct Publication {
        var publisher = -1
        var time = Instant.distantFuture
        /// Whether the network was apart then.
        var isDuringPartition = false
    }

    private static var missing: UInt32 { .max }

    private(set) var publications: [Publication]
    private let nodeCount: Int
    /// By message, then by node: microseconds after the publication.
    private var latencies: [UInt32]
    private var hops: [UInt8]

    init(messages: Int, nodes: Int) {
        publications = Array(repeating: Publication(), count: messages)
        nodeCount = nodes
        latencies = Array(repeating: Self.missing, count: messages * nodes)
        hops = Array(repeating: 0, count: messages * nodes)
    }

    mutating func publish(_ message: Int, by node: Int, isDuringPartition: Bool, at time: Instant) {
        publications[message] = Publication(publisher: node, time: time, isDuringPartition: isDuringPartition)
        latencies[message * nodeCount + node] = 0
    }

    mutating func deliver(_ message: Int, to node: Int, from sender: Int, at time: Instant) {
        let entry = message * nodeCount + node
        guard latencies[entry] == Self.missing else { return }
        let elapsed = time - publications[message].time
        latencies[entry] = UInt32(clamping: elapsed.nanoseconds / 1_000)
        let sent = hops[message * nodeCount + sender]
        hops[entry] = sent < .max ? sent + 1 : sent
    }

    /// The message has come by history; returns whether it had not come before.
    mutating func deliverLate(_ message: Int, to node: Int, at time: Instant) -> Bool {
        let entry = message * nodeCount + node
        guard latencies[entry] == Self.missing else { return false }
        latencies[entry] = UInt32(clamping: (time - publications[message].time).nanoseconds / 1_000)
        late += 1
        return true
    }

    /// How many have come by history.
    private(set) var late = 0

    /// Microseconds from the publication until it reached the node; nil if it has not.
    func latency(_ message: Int, at node: Int) -> UInt32? {
        let latency = latencies[message * nodeCount + node]
        return latency == Self.missing ? nil : latency
    }

    /// The hops of the first copy.
    func hopCount(_ message: Int, at node: Int) -> Int {
        Int(hops[message * nodeCount + node])
    }
}
