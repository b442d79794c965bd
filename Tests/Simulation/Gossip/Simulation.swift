import Gossip
public import Net

/// Thousands of routers on one virtual clock: the real router, with simulated connections between.
///
/// Connections behave like TCP: nothing is lost or reordered while they are up. What a run does depends on
/// its configuration alone, also natively and in a component; `SimulationReport.traceHash` tells two runs
/// apart.
public struct Simulation {
    let configuration: SimulationConfiguration
    /// The time of the event last processed.
    public private(set) var now = Instant.origin

    var random: SimulationRandom
    var nodes: [SimulatedNode] = []
    var links: [SimulatedLink] = []
    var queue = EventQueue()
    var trace = TraceHash()
    var log: DeliveryLog
    var samples: [SimulationSample] = []
    var isApart = false
    /// The links that the partition has broken.
    var severed: [Int] = []
    var healedAt: Instant?
    var recoveryHeartbeats: Int?
    /// Counters of routers that are gone.
    var pastCounters = GossipCounters()
    var meshDegreesWhilePublishing: (sum: Double, count: Int) = (0, 0)
    /// Bytes of the streams of history, and of the messages that came by them and were new.
    var historyBytes = 0
    var historyMessageBytes = 0
    /// Seconds from a return, or from the publication, to each late delivery.
    var lateDelays: [Double] = []
    private var events: UInt64 = 0

    static var topic: String { "simulation" }

    /// A run that has not begun.
    public init(_ configuration: SimulationConfiguration) {
        var configuration = configuration
        configuration.peers = max(2, configuration.peers)
        self.configuration = configuration
        random = SimulationRandom(seed: configuration.seed)
        log = DeliveryLog(messages: configuration.messages, nodes: configuration.peers)
        nodes.reserveCapacity(configuration.peers)
        for index in 0..<configuration.peers { nodes.append(makeNode(index)) }
        scheduleStarts()
        scheduleFaults()
        scheduleAbsences()
        for message in 0..<configuration.messages {
            queue.add(.publish(message: message), at: publishTime(message))
        }
        queue.add(.sample, at: .origin + configuration.sampleInterval)
    }

    /// When the run ends.
    public var end: Instant {
        publishTime(max(0, configuration.messages - 1)) + configuration.coolDown
    }

    /// When the first message is published.
    public var firstPublication: Instant { publishTime(0) }

    /// Runs to the end.
    public mutating func run() -> SimulationReport {
        run(until: end)
        return report(events: events)
    }

    /// Runs up to and including `deadline`.
    public mutating func run(until deadline: Instant) {
        while let time = queue.nextTime, time <= deadline, let next = queue.popFirst() {
            now = next.time
            events += 1
            process(next.event)
        }
    }

    func publishTime(_ message: Int) -> Instant {
        .origin + configuration.rampUp + configuration.warmUp + configuration.publishInterval * Int64(message)
    }

    private mutating func process(_ event: SimulationEvent) {
        trace.add(UInt64(bitPattern: now.nanoseconds))
        switch event {
        case .start(let node): start(node)
        case .timer(let node, let life): fireTimer(node, life: life)
        case .dial(let node, let life): dial(node, life: life)
        case .connected(let link, let epoch): connect(link, epoch: epoch)
        case .arrival(let link, let epoch, let atSecond, let rpc):
            arrive(link, epoch: epoch, atSecond: atSecond, rpc: rpc)
        case .historyTimer(let node, let life): fireHistoryTimer(node, life: life)
        case .historyArrival(let link, let epoch, let atSecond, let flight):
            arrive(link, epoch: epoch, atSecond: atSecond, flight)
        case .leave(let node, let absence): leave(node, absence: absence)
        case .publish(let message): publish(message)
        case .churn: churn()
        case .partition(let begins): setPartition(begins)
        case .cut: cutLinks()
        case .flash: flash()
        case .sample: sample()
        }
    }

    private mutating func fireTimer(_ node: Int, life: UInt32) {
        guard nodes[node].isUp, nodes[node].life == life else { return }
        nodes[node].router.handleTimeout(now: now)
        scheduleTimer(node)
        drain(node)
    }

    func scheduledTimer(_ node: Int) -> Instant? { nodes[node].router.nextDeadline }

    mutating func scheduleTimer(_ node: Int) {
        guard let deadline = scheduledTimer(node) else { return }
        queue.add(.timer(node: node, life: nodes[node].life), at: deadline)
    }

    /// A random honest peer that is up publishes; on the larger side if the network is apart.
    private mutating func publish(_ message: Int) {
        for _ in 0..<configuration.peers * 10 {
            let node = Int(random.next(upperBound: UInt64(configuration.peers)))
            guard isEligible(node, at: now, isApart: isApart), nodes[node].isUp else { continue }
            var payload = [UInt8](repeating: 0x78, count: max(4, configuration.payloadBytes))
            for index in 0..<4 { payload[index] = UInt8(truncatingIfNeeded: message >> (8 * index)) }
            log.publish(message, by: node, isDuringPartition: isApart, at: now)
            trace.add(node)
            do {
                let data = configuration.keepsHistory ? timed(payload) : payload
                keep(try nodes[node].router.publish(data, to: Self.topic, now: now), at: node)
            } catch {
                preconditionFailure("the payload and the topic are within the limits")
            }
            drain(node)
            return
        }
    }

    /// Whether a message published at `time` is meant to reach the node: it is honest, has been up for long
    /// enough, and is on the larger side if the network is apart.
    func isEligible(_ node: Int, at time: Instant, isApart: Bool) -> Bool {
        let state = nodes[node]
        return !state.isAttacker && state.isUp && state.upSince + configuration.settling <= time
            && !(isApart && state.isInMinority)
    }
}
