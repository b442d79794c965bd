import ChatCore
import Net
import SimulatedNetwork

/// What whole chat peers keep of their rooms, and bring to those who were away.
let keptRoomChecks: [CoreCheck] = [
    CoreCheck("Who comes when all authors have left hears everything that was said") { check in
        let network = SimulatedNetwork<NodePeer>(seed: 5)
        let first = SimulatedNetwork<NodePeer>.address(of: 0)
        network.start(NodePeer(number: 0))
        network.start(NodePeer(number: 1, listens: false, dials: [first]))
        check.expect(network.meet(), "they meet")
        for number in 0..<20 { network.type(1, "line \(number)") }
        check.expect(network.receives(0, "line 19"), "the one who stays hears")
        network.type(1, "/quit")
        // Longer than gossip remembers a message.
        network.run(for: .seconds(300))
        network.start(NodePeer(number: 2, listens: false, dials: [first], now: network.now))
        check.expect(network.receives(2, "line 0"), "the one who comes hears too")
        network.run(for: .seconds(5))
        let heard = network.peers[2].messages
        check.expectEqual(Set(heard.map { $0.text }).count, 20, "all of it")
        check.expectEqual(heard.count, 20, "each once")
        check.expect(heard.allSatisfy { $0.isLate && !$0.isOwn }, "marked as late")
        check.expectEqual(heard[0].author, network.peers[1].node.localPeer, "its author is who said it")
        let reports = network.peers[2].reports
        check.expectEqual(reports.map { $0.messages }, [20], "and it is told how much it was")
        check.expectEqual(network.peers[0].reports.count, 0, "who had it all is told nothing")
        network.type(0, "welcome")
        check.expect(network.receives(2, "welcome"), "talk goes on")
        check.expect(network.peers[2].messages.last?.isLate == false, "and is not late")
    },
    CoreCheck("Who was away with messages of its own brings them, and they go on from there") { check in
        let network = SimulatedNetwork<NodePeer>(seed: 6)
        let middle = SimulatedNetwork<NodePeer>.address(of: 0)
        network.start(NodePeer(number: 0))
        network.start(NodePeer(number: 1, listens: false, dials: [middle]))
        check.expect(network.meet(), "they meet")
        // Two that met elsewhere.
        network.start(NodePeer(number: 2))
        network.start(
            NodePeer(number: 3, listens: false, dials: [SimulatedNetwork<NodePeer>.address(of: 2)])
        )
        network.run(for: .seconds(10))
        network.type(2, "said elsewhere")
        check.expect(network.receives(3, "said elsewhere"), "the other two talk")
        network.run(for: .seconds(300))
        network.type(3, "/dial \(middle.description)")
        check.expect(network.receives(0, "said elsewhere"), "it reaches whom they meet")
        check.expect(network.receives(1, "said elsewhere"), "and who is behind it")
        check.expect(network.peers[1].messages.allSatisfy { $0.isLate }, "late everywhere")
    },
    CoreCheck("/history tells the latest of a room, /forget deletes it, and off keeps nothing") { check in
        let network = SimulatedNetwork<NodePeer>(seed: 7)
        network.start(NodePeer(number: 0, rooms: ["lobby", "raw:plain"]))
        for number in 0..<5 { network.type(0, "/say lobby line \(number)", "plain \(number)") }
        network.type(0, "/history lobby 2", "/history", "/history raw:plain 1")
        network.run(for: .milliseconds(10))
        check.expectEqual(
            network.peers[0].histories,
            [
                ["line 3", "line 4"], ["plain 0", "plain 1", "plain 2", "plain 3", "plain 4"], ["plain 4"],
            ],
            "the latest, in their order"
        )
        network.type(0, "/forget lobby", "/history lobby")
        network.run(for: .milliseconds(10))
        check.expectEqual(network.peers[0].histories.last, [], "nothing is left")
        network.start(NodePeer(number: 1, history: "off"))
        network.type(1, "unheard", "/history")
        network.run(for: .milliseconds(10))
        check.expectEqual(network.peers[1].histories.count, 0, "nothing was kept")
        check.expectEqual(network.peers[1].errors.count, 1, "which is said")
    },
    CoreCheck("Who leaves a room and comes back hears what it has missed, and nothing twice") { check in
        let network = SimulatedNetwork<NodePeer>(seed: 9)
        let first = SimulatedNetwork<NodePeer>.address(of: 0)
        network.start(NodePeer(number: 0))
        network.start(NodePeer(number: 1, listens: false, dials: [first]))
        check.expect(network.meet(), "they meet")
        network.type(0, "before")
        check.expect(network.receives(1, "before"), "it is heard")
        network.type(1, "/part")
        network.run(for: .seconds(5))
        network.type(0, "meanwhile")
        network.run(for: .seconds(700))
        network.type(1, "/join lobby")
        check.expect(network.receives(1, "meanwhile"), "what was missed comes")
        network.run(for: .seconds(10))
        check.expectEqual(network.peers[1].texts, ["before", "meanwhile"], "each once")
    },
    CoreCheck("A peer that keeps nothing speaks no such protocol, and talk is as ever") { check in
        let network = SimulatedNetwork<NodePeer>(seed: 8)
        let first = SimulatedNetwork<NodePeer>.address(of: 0)
        network.start(NodePeer(number: 0, history: "off"))
        network.start(NodePeer(number: 1, listens: false, dials: [first]))
        check.expect(network.meet(), "they meet")
        network.type(0, "hello")
        check.expect(network.receives(1, "hello"), "they talk")
        network.run(for: .seconds(400))
        check.expectEqual(network.peers[1].errors, [], "nothing is wrong")
    },
]

extension NodePeer {
    /// What was brought that had been said before.
    var reports: [CaughtUp] {
        events.compactMap { event in
            if case .caughtUp(let report) = event { return report }
            return nil
        }
    }

    /// The answers to `/history`: the texts.
    var histories: [[String]] {
        events.compactMap { event in
            if case .history(_, let messages) = event { return messages.map { $0.text } }
            return nil
        }
    }
}
