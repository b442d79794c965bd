import ChatCore
import Net
import SimulatedNetwork

/// Who is in a room hangs on the peer being there, not on one of its streams or connections.
let membershipChecks: [CoreCheck] = [
    CoreCheck(
        "A dialler that roams is talked with again as soon as it is back, and nobody is blamed or missed"
    ) { check in
        for conditions in [NetworkConditions(), .rough] {
            let network = SimulatedNetwork<NodePeer>(seed: 31, conditions: conditions)
            network.start(NodePeer(number: 0))
            network.start(
                NodePeer(number: 1, listens: false, dials: [SimulatedNetwork<NodePeer>.address(of: 0)])
            )
            check.expect(network.meet(), "they meet")
            for round in 0..<4 {
                let connected = network.peers[1].connectionCount
                network.roam(1)
                network.type(0, "into the silence \(round)")
                check.expect(
                    network.run(within: .seconds(40)) { $0.peers[1].connectionCount > connected },
                    "it dials again"
                )
                network.type(0, "to the one that roamed \(round)")
                network.type(1, "from the one that roamed \(round)")
                check.expect(
                    network.receives(1, "to the one that roamed \(round)", within: .seconds(2)),
                    "it hears at once \(round)"
                )
                check.expect(
                    network.receives(0, "from the one that roamed \(round)", within: .seconds(2)),
                    "it is heard at once \(round)"
                )
                check.expect(
                    network.receives(1, "into the silence \(round)", within: .seconds(2)),
                    "what it missed is made good \(round)"
                )
            }
            network.run(for: .seconds(60))
            check.expectEqual(network.connectionCount, 1, "the dead connections are closed")
            check.expect(!network.peers[0].hasSeenLeave, "nobody was missed")
            for peer in 0...1 {
                check.expect(network.scores(peer).allSatisfy { $0 >= 0 }, "nobody is blamed")
            }
        }
    },
    CoreCheck("In a room of five, two of whom roam without end, everything said reaches everybody") { check in
        let network = SimulatedNetwork<NodePeer>(seed: 32, conditions: .delayed(milliseconds: 20))
        let hub = SimulatedNetwork<NodePeer>.address(of: 0)
        network.start(NodePeer(number: 0))
        for number in 1...4 { network.start(NodePeer(number: number, listens: false, dials: [hub])) }
        network.run(for: .seconds(3))
        for round in 0..<60 {
            if round % 6 == 0 { network.roam(1 + round / 6 % 2) }
            for peer in 0...4 { network.type(peer, "\(peer) in round \(round)") }
            network.run(for: .seconds(1))
        }
        network.run(for: .seconds(20))
        for peer in network.peers { check.expectEqual(peer.texts.count, 60 * 4, "everybody has everything") }
    },
    CoreCheck("Peers that dial each other at the same moment end with one connection, and lose nothing") {
        check in
        for seed in 0..<10 as Range<UInt64> {
            let network = SimulatedNetwork<NodePeer>(seed: 40 + seed, conditions: .rough)
            for number in 0...1 {
                network.start(
                    NodePeer(number: number, dials: [SimulatedNetwork<NodePeer>.address(of: 1 - number)])
                )
            }
            check.expect(network.meet(), "they meet")
            for round in 0..<20 {
                for peer in 0...1 { network.type(peer, "\(peer) in round \(round)") }
                network.run(for: .seconds(1))
            }
            check.expectEqual(network.connectionCount, 1, "one connection is left")
            for peer in network.peers { check.expectEqual(peer.texts.count, 20, "each heard all") }
        }
    },
    CoreCheck("Connections that break again and again cost nothing of what is said") { check in
        let network = SimulatedNetwork<NodePeer>(seed: 33, conditions: .rough)
        for number in 0...1 {
            network.start(
                NodePeer(number: number, dials: [SimulatedNetwork<NodePeer>.address(of: 1 - number)])
            )
        }
        check.expect(network.meet(), "they meet")
        for round in 0..<30 {
            for peer in 0...1 { network.type(peer, "\(peer) in round \(round)") }
            network.run(for: .milliseconds(1_500))
            if round % 5 == 4 { network.resetConnections(of: 0) }
        }
        network.run(for: .seconds(60))
        for peer in network.peers { check.expectEqual(Set(peer.texts).count, 30, "each heard all") }
    },
    CoreCheck("Every line that was sent before the end has arrived, however slow the way") { check in
        for conditions in [NetworkConditions(), .rough] {
            let network = SimulatedNetwork<NodePeer>(seed: 34, conditions: conditions)
            network.start(NodePeer(number: 0))
            network.start(
                NodePeer(number: 1, listens: false, dials: [SimulatedNetwork<NodePeer>.address(of: 0)])
            )
            check.expect(network.meet(), "they meet")
            var lines = ""
            for number in 0..<2_000 { lines += "line \(number) " + String(repeating: "x", count: 40) + "\n" }
            network.change(1) { peer, now in
                peer.node.receiveInput(
                    Array(lines.utf8)[...],
                    now: now,
                    wallClockMilliseconds: NodePeer.epoch
                )
                peer.node.receiveEndOfInput(stays: false, now: now)
            }
            check.expect(
                network.run(within: .seconds(600)) { $0.peers[1].node.outcome == .finished },
                "it ends"
            )
            check.expectEqual(network.peers[1].sentCounts.count, 2_000, "all were sent")
            check.expectEqual(network.peers[0].texts.count, 2_000, "and arrived")
        }
    },
    CoreCheck("A node that quits waits no longer than for progress") { check in
        let network = SimulatedNetwork<NodePeer>(seed: 35)
        network.start(NodePeer(number: 0))
        network.start(NodePeer(number: 1, listens: false, dials: [SimulatedNetwork<NodePeer>.address(of: 0)]))
        check.expect(network.meet(), "they meet")
        network.setStalled(0, true)
        let start = network.now
        for number in 0..<300 { network.type(1, "\(number) " + String(repeating: "x", count: 1_000)) }
        network.type(1, "/quit")
        check.expect(network.run(within: .seconds(60)) { $0.peers[1].node.outcome != nil }, "it ends")
        check.expect(network.now - start < .seconds(30), "in a time that people wait")
    },
]

extension NodePeer {
    /// How often it was told of a connection.
    fileprivate var connectionCount: Int {
        events.count { if case .connected = $0 { true } else { false } }
    }

    /// Whether it was told that somebody left, or is gone.
    fileprivate var hasSeenLeave: Bool {
        events.contains { event in
            switch event {
            case .member(_, _, .leave), .disconnected: true
            default: false
            }
        }
    }
}

extension SimulatedNetwork where Peer == NodePeer {
    /// What a peer thinks of those it is connected with.
    fileprivate func scores(_ peer: Int) -> [Double] {
        type(peer, "/peers")
        run(for: .milliseconds(1))
        for event in peers[peer].events.reversed() {
            if case .peers(let summaries, _) = event { return summaries.map { $0.score } }
        }
        return []
    }
}
