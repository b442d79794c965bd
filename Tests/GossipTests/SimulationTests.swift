import GossipSimulation
import Net
import Testing

/// Whole networks on a virtual clock.
@Suite("Simulated networks")
struct SimulationTests {
    private func configuration(_ change: (inout SimulationConfiguration) -> Void) -> SimulationConfiguration {
        var configuration = SimulationConfiguration()
        configuration.peers = 120
        configuration.messages = 20
        change(&configuration)
        return configuration
    }

    private func run(_ change: (inout SimulationConfiguration) -> Void) -> SimulationReport {
        var simulation = Simulation(configuration(change))
        return simulation.run()
    }

    @Test(
        "Without faults every message reaches every peer, in one copy less than there are mesh peers",
        arguments: [6, 8]
    )
    func noFaults(degree: Int) {
        let report = run { $0.degree = degree }
        #expect(report.delivery == 1)
        #expect(abs(report.copiesPerNode / (report.meanMeshDegree - 1) - 1) < 0.05)
        #expect(report.latencies.count == 20 * 119)
        #expect(report.maximumHops <= 6)
    }

    @Test("One seed is one trace, another seed another one")
    func replay() {
        let first = run { $0.seed = 7 }
        let second = run { $0.seed = 7 }
        let third = run { $0.seed = 8 }
        #expect(first.traceHash == second.traceHash)
        #expect(first.latencies == second.latencies)
        #expect(first.traceHash != third.traceHash)
    }

    @Test("With a fifth of the peers leaving and coming back every minute every live peer gets every message")
    func churn() {
        let report = run {
            $0.churnPerMinute = 0.2
            $0.messages = 60
        }
        #expect(report.delivery == 1)
    }

    @Test(
        "While the network is apart its larger side gets every message, and after five heartbeats all meshes are sound"
    )
    func partition() throws {
        let report = run {
            $0.partitionShare = 0.3
            $0.messages = 60
        }
        #expect(report.delivery == 1)
        let heartbeats = try #require(report.recoveryHeartbeats)
        #expect(heartbeats <= 5)
    }

    @Test(
        "In a star nothing is lost while the meshes form, nor when most peers find no place in the hub's mesh",
        arguments: [(20, 2, 10), (30, 1, 3), (60, 1, 1), (60, 3, 1)]
    )
    func star(peers: Int, hubs: Int, seeds: UInt64) {
        for seed in 1...seeds {
            let report = run {
                $0.peers = peers
                $0.hubs = hubs
                $0.seed = seed
                // Everybody talks at once, while they still meet each other.
                $0.publishInterval = .milliseconds(5)
                $0.latency = .fixed(.milliseconds(20))
                $0.rampUp = .milliseconds(400)
                $0.warmUp = .zero
                $0.settling = .zero
                $0.floodsOwnMessages = true
            }
            #expect(report.delivery == 1, "seed \(seed)")
        }
    }

    @Test("When a fifth of the connections breaks at once nothing is lost")
    func cut() {
        #expect(run { $0.cutShare = 0.2 }.delivery == 1)
    }

    @Test("Where bandwidth is scarce IDONTWANT saves a fifth of the copies of large messages, and time")
    func declines() {
        let large = { (declines: Bool) in
            run {
                $0.peers = 60
                $0.messages = 8
                $0.payloadBytes = 65_536
                $0.bandwidth = 1_250_000
                $0.publishInterval = .seconds(3)
                $0.declinesCopies = declines
            }
        }
        let saving = large(true)
        let wasting = large(false)
        #expect(saving.delivery == 1)
        #expect(wasting.delivery == 1)
        #expect(saving.payloadBytesPerNode < 0.8 * wasting.payloadBytesPerNode)
        #expect(saving.latency(quantile: 0.99) < wasting.latency(quantile: 0.99))
    }

    @Test("Slow readers hold nobody else up")
    func slowReaders() {
        let report = run {
            $0.slowShare = 0.1
            $0.payloadBytes = 2_000
        }
        #expect(report.delivery > 0.85)
        #expect(report.latency(quantile: 0.5) < 400)
    }

    @Test(
        "Scoring turns attackers out of the meshes",
        arguments: [AttackScene.sybil, .censor, .coldboot, .covertflash]
    )
    func attacks(scene: AttackScene) throws {
        let scored = run {
            $0.peers = 210
            $0.attack = scene
            $0.messages = 60
        }
        let unscored = run {
            $0.peers = 210
            $0.attack = scene
            $0.messages = 60
            $0.isScored = false
        }
        let held = try #require(scored.samples.last).attackersInMesh
        let suffered = try #require(unscored.samples.last).attackersInMesh
        #expect(held < suffered / 2)
        #expect(scored.delivery == 1)
        #expect(scored.latency(quantile: 0.5) < unscored.latency(quantile: 0.5))
    }

    @Test("Scoring frees an eclipsed peer of its attackers, and it misses nothing")
    func eclipse() throws {
        let scene = { (isScored: Bool) in
            run {
                $0.peers = 150
                $0.attack = .eclipse
                $0.messages = 60
                $0.isScored = isScored
            }
        }
        let scored = scene(true)
        let unscored = scene(false)
        #expect(scored.victimDelivery == 1)
        #expect(try #require(scored.samples.last).attackersInMesh == 0)
        #expect(try #require(unscored.samples.last).attackersInMesh > 0.1)
    }
}
