import Gossip
import GossipSimulation
import Net

/// The router, by the real signatures and by a whole network.
let gossipChecks: [CoreCheck] = [
    CoreCheck("A message crosses a peer in the middle, signed and checked") { check in
        var network = RouterLine(count: 3)
        network.publish("crossing", at: 0)
        check.expectEqual(network.received[1], ["crossing"], "the peer in the middle")
        check.expectEqual(network.received[2], ["crossing"], "the peer at the far end")
    },
    CoreCheck("With history every message reaches every member, whoever was away when") { check in
        var configuration = SimulationConfiguration()
        configuration.peers = 40
        configuration.messages = 30
        configuration.seed = 7
        configuration.publishInterval = .seconds(20)
        // The last to leave come back after the last message.
        configuration.coolDown = .seconds(400)
        configuration.absence = .seconds(180)
        configuration.keepsHistory = true
        configuration.absentShare = 0.5
        configuration.everybodyLeavesOnce = true
        var simulation = Simulation(configuration)
        guard let history = simulation.run().history else { return check.fail("there is a report") }
        check.expectEqual(history.delivery, 1, "every message to everybody")
        check.expect(history.liveDelivery < 0.9 && history.late > 100, "which gossip alone does not do")
    },
    CoreCheck("A simulated network leaves the same trace in both builds") { check in
        var configuration = SimulationConfiguration()
        configuration.peers = 40
        configuration.messages = 10
        configuration.seed = 42
        configuration.churnPerMinute = 0.2
        var simulation = Simulation(configuration)
        let report = simulation.run()
        check.expectEqual(report.delivery, 1, "every message arrives")
        // The trace that the native build leaves: it changes with the router, and then in both builds alike.
        check.expectEqual(
            report.traceHash,
            0x3162_b0fb_152f_a510,
            "the trace is " + String(report.traceHash, radix: 16)
        )
    },
]
