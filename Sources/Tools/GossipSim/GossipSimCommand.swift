import ArgumentParser
import GossipSimulation
import Net

/// `gossip-sim`: thousands of routers on a virtual clock, from the command line. The simulation itself is
/// `GossipSimulation`, in Tests/Simulation/Gossip.
@main
struct GossipSimCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gossip-sim",
        abstract: "Simulates a network of gossipsub routers on a virtual clock.",
        discussion: """
            One seed is one run: everything but wall_s and bytes_per_peer comes out the same again. A scene is run \
            twice, with and without scoring, to show what scoring saves.
            """
    )

    @Option(help: "Peers in all, attackers included (2 to 200,000).")
    var peers = 1_000
    @Option(help: "D, the mesh degree aimed at (2 to 50).")
    var degree = 6
    @Option(help: "The seed of everything random.")
    var seed: UInt64 = 1
    @Option(help: "Messages published (1 to 100,000).")
    var messages = 20
    @Option(help: "Bytes of payload in each message (4 to 1,000,000).")
    var payload = 200
    @Option(help: "Milliseconds between two messages.")
    var interval: Int64 = 500
    @Option(help: "Connections opened by each peer; default: the degree.")
    var dials: Int?
    @Option(help: "A star: the number of hubs, which are the only peers that others dial (0 to 50).")
    var hubs = 0
    @Option(help: "Milliseconds in which all peers come up and dial.")
    var rampUp: Int64 = 10_000
    @Option(help: "Milliseconds from then to the first message.")
    var warmUp: Int64 = 10_000
    @Option(help: "Milliseconds that a peer has to be up before it counts.")
    var settling: Int64 = 5_000
    @Option(help: "One way, in milliseconds: fixed:50, uniform:30-70, or regions.")
    var latency = LatencyArgument(model: .uniform(.milliseconds(30), .milliseconds(70)))
    @Option(help: "What each peer can send, in kilobytes per second; default: no limit.")
    var bandwidth: Int?
    @Option(help: "Share of the peers that leaves and comes back every minute: 0.2 or 20%.")
    var churn = ShareArgument(value: 0)
    @Option(help: "Share of the peers cut off while the middle third of the messages is published.")
    var partition = ShareArgument(value: 0)
    @Option(help: "Share of the connections that break in the middle of the run.")
    var cut = ShareArgument(value: 0)
    @Option(help: "Share of the peers that read slowly, 2 kB per second.")
    var slow = ShareArgument(value: 0)
    @Flag(help: "Keep what was said, and complete it for each other.")
    var history = false
    @Option(help: "Share of the peers that is away for the middle third of the messages (with --history).")
    var absent = ShareArgument(value: 0)
    @Flag(help: "Each peer leaves once and comes back (with --history).")
    var everybodyOnce = false
    @Option(help: "Seconds that a peer which leaves stays away.")
    var absence: Int64 = 10
    @Option(help: "An attack: \(AttackScene.allCases.map(\.rawValue).joined(separator: ", ")).")
    var attack: SceneArgument?
    @Flag(inversion: .prefixedNo, help: "Score peers. With --no-scoring a scene is run once, without it.")
    var scoring = true
    @Flag(help: "Send a message to all subscribers its author knows, instead of its mesh.")
    var floodPublish = false
    @Flag(inversion: .prefixedNo, help: "Decline copies of messages of 1 KiB and more.")
    var idontwant = true
    @Flag(help: "Print one JSON object.")
    var json = false
    @Option(help: "Write plots: latencies, mesh degrees, scores over time.")
    var plot: String?

    func validate() throws {
        try check(peers, 2...200_000, "--peers")
        try check(degree, 2...50, "--degree")
        try check(messages, 1...100_000, "--messages")
        try check(payload, 4...1_000_000, "--payload")
        try check(Int(interval), 1...600_000, "--interval")
        try check(hubs, 0...50, "--hubs")
        try check(Int(rampUp), 1...600_000, "--ramp-up")
        try check(Int(warmUp), 0...600_000, "--warm-up")
        try check(Int(absence), 1...86_400, "--absence")
        try check(Int(settling), 0...600_000, "--settling")
        if let dials { try check(dials, 1...1_000, "--dials") }
        if let bandwidth { try check(bandwidth, 1...1_000_000_000, "--bandwidth") }
        // Every message is noted for every peer.
        guard peers * messages <= 400_000_000 else {
            throw ValidationError("--peers times --messages may be at most 400,000,000.")
        }
    }

    private func check(_ value: Int, _ range: ClosedRange<Int>, _ option: String) throws {
        guard range.contains(value) else {
            throw ValidationError(
                "\(option) must be from \(range.lowerBound) to \(range.upperBound), not \(value)."
            )
        }
    }

    func run() throws {
        let run = MeasuredRun(simulationConfiguration(isScored: scoring))
        let comparison: MeasuredRun? =
            attack != nil && scoring ? MeasuredRun(simulationConfiguration(isScored: false)) : nil
        if json {
            print(JSONReport.text(run, comparison: comparison))
        } else {
            print(TableReport.text(run, comparison: comparison))
        }
        if let plot {
            try PlotFile.write(Plot.svg(run, comparison: comparison), to: plot)
        }
    }

    private func simulationConfiguration(isScored: Bool) -> SimulationConfiguration {
        var simulation = SimulationConfiguration()
        simulation.peers = peers
        simulation.degree = degree
        simulation.seed = seed
        simulation.messages = messages
        simulation.payloadBytes = payload
        simulation.publishInterval = .milliseconds(interval)
        simulation.dials = dials
        simulation.hubs = hubs
        simulation.rampUp = .milliseconds(rampUp)
        simulation.warmUp = .milliseconds(warmUp)
        simulation.settling = .milliseconds(settling)
        simulation.latency = latency.model
        simulation.bandwidth = bandwidth.map { $0 * 1_000 }
        simulation.churnPerMinute = churn.value
        simulation.partitionShare = partition.value
        simulation.cutShare = cut.value
        simulation.slowShare = slow.value
        simulation.keepsHistory = history
        simulation.absentShare = absent.value
        simulation.everybodyLeavesOnce = everybodyOnce
        simulation.absence = .seconds(absence)
        simulation.attack = attack?.scene
        simulation.isScored = isScored
        simulation.declinesCopies = idontwant
        simulation.floodsOwnMessages = floodPublish
        return simulation
    }
}
