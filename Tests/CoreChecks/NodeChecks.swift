import ChatCore
import Net
import SimulatedNetwork

/// Whole chat peers that talk over a simulated network.
let nodeChecks: [CoreCheck] = [
    CoreCheck("Two nodes meet and talk, however the bytes come") { check in
        for conditions in [NetworkConditions(), .rough, .singleBytes] {
            let network = two(conditions)
            check.expect(network.meet(), "they meet")
            network.type(0, "hello")
            network.type(1, "hi there", "/me waves")
            check.expect(network.receives(1, "hello"), "the listener is heard")
            check.expect(network.receives(0, "waves"), "the dialler is heard")
            check.expectEqual(network.peers[0].texts, ["hi there", "waves"], "once each, in order")
            check.expectEqual(network.peers[0].messages.last?.kind, .action, "an action stays one")
            check.expectEqual(network.peers[1].sentCounts, [1, 1], "each went to one peer")
            check.expectEqual(network.peers[1].messages.filter { $0.isOwn }.count, 2, "own ones are marked")
            check.expectEqual(
                network.peers[0].messages.last?.author,
                network.peers[1].node.localPeer,
                "the author"
            )
            check.expectEqual(network.peers[0].messages.last?.nick, "peer1", "the nick")
        }
    },
    CoreCheck("The inspector is told the way of each message") { check in
        let network = two(NetworkConditions())
        _ = network.meet()
        network.type(0, "mine")
        network.type(1, "yours")
        check.expect(network.receives(0, "yours") && network.receives(1, "mine"), "both arrive")
        network.type(0, "/inspect")
        network.run(for: .milliseconds(10))
        guard case .inspection(let inspection)? = network.peers[0].events.last else {
            return check.fail("the inspector is answered")
        }
        check.expectEqual(
            inspection.traces.map { $0.receivedFrom },
            [nil, network.peers[1].node.localPeer],
            "our own first, then the other's"
        )
        check.expectEqual(
            inspection.traces.map { $0.topic },
            ["hearsay/1/lobby", "hearsay/1/lobby"],
            "the topic"
        )
        check.expectEqual(
            inspection.traces.map { $0.duplicateCount },
            [0, 0],
            "in a line nothing comes twice"
        )
        check.expectEqual(inspection.traces[0].latency, nil, "our own was not on its way")
        check.expect(inspection.traces[1].latency != nil, "the other's was, by its author's clock")
    },
    CoreCheck("The events of a node begin with ready and end with closed") { check in
        let network = two(NetworkConditions())
        _ = network.meet()
        network.type(1, "/quit")
        check.expect(network.run(within: .seconds(10)) { $0.peers[1].node.outcome == .finished }, "it ends")
        network.run(for: .seconds(1))
        let names = network.peers[1].events
        if case .ready(let peer, _, .native)? = names.first {
            check.expectEqual(peer, network.peers[1].node.localPeer, "its peer id")
        } else {
            check.fail("the first event is ready")
        }
        check.expectEqual(names.last, .closed(reason: "quit"), "the last event")
        check.expectEqual(network.peers[0].members(of: "lobby"), [], "the other sees it leave")
        check.expectEqual(network.connectionCount, 0, "no connection is left")
    },
    CoreCheck("A line typed alone is handed to the first peer that comes") { check in
        let network = SimulatedNetwork<NodePeer>(seed: 3)
        network.start(NodePeer(number: 0))
        network.type(0, "anybody?")
        network.run(for: .seconds(60))
        check.expectEqual(network.peers[0].sentCounts, [], "nobody was there")
        network.start(
            NodePeer(number: 1, dials: [SimulatedNetwork<NodePeer>.address(of: 0)], now: network.now)
        )
        check.expect(network.receives(1, "anybody?"), "it comes")
        check.expectEqual(network.peers[0].sentCounts, [1], "it went to one peer")
    },
    CoreCheck("A node that quits hands over what was typed, and its wait ends") { check in
        let network = SimulatedNetwork<NodePeer>(seed: 4)
        network.start(NodePeer(number: 0))
        network.start(NodePeer(number: 1, listens: false, dials: [SimulatedNetwork<NodePeer>.address(of: 0)]))
        network.type(1, "in passing", "/quit")
        check.expect(network.run(within: .seconds(10)) { $0.peers[1].node.outcome != nil }, "it ends")
        check.expect(network.receives(0, "in passing"), "its line arrived")
        let alone = network.start(NodePeer(number: 2, now: network.now))
        let start = network.now
        network.type(alone, "into the void", "/quit")
        check.expect(
            network.run(within: .seconds(10)) { $0.peers[alone].node.outcome != nil },
            "it ends alone"
        )
        check.expectEqual((network.now - start).seconds.rounded(), 5, "after the time to linger")
    },
    CoreCheck("A long burst arrives complete, and a text of 16 KiB whole") { check in
        let network = two(NetworkConditions())
        _ = network.meet()
        let long = String(repeating: "ä", count: 8_192)
        network.type(1, long, long + "x")
        check.expect(network.receives(0, long), "16 KiB arrive")
        check.expectEqual(network.peers[1].errors.count, 1, "one byte more is refused")
        var lines = ""
        for number in 0..<1_000 { lines += "line \(number)\n" }
        network.change(1) { peer, now in
            peer.node.receiveInput(Array(lines.utf8)[...], now: now, wallClockMilliseconds: NodePeer.epoch)
        }
        check.expect(
            network.run(within: .seconds(60)) { $0.peers[0].texts.count == 1_001 },
            "all lines arrive"
        )
        check.expectEqual(network.peers[0].texts.last, "line 999", "in order")
    },
    CoreCheck("A killed peer is missed, and found again under the same key") { check in
        let network = two(NetworkConditions())
        _ = network.meet()
        let identity = network.peers[0].node.localPeer
        network.replace(0, with: NodePeer(number: 0, life: 1, now: network.now))
        check.expect(
            network.run(within: .seconds(5)) { $0.peers[1].members(of: "lobby").isEmpty },
            "it is missed"
        )
        network.type(1, "said to nobody")
        network.change(0) { peer, now in peer.node.start(now: now) }
        check.expect(
            network.run(within: .seconds(120)) { $0.peers[1].members(of: "lobby") == [identity] },
            "it is found again"
        )
        check.expect(network.receives(0, "said to nobody"), "the line was kept")
        network.type(0, "back again")
        check.expect(network.receives(1, "back again"), "and it is heard")
    },
    CoreCheck("Rooms are separate, and a raw room carries plain text") { check in
        let network = two(NetworkConditions())
        _ = network.meet()
        for peer in 0...1 { network.type(peer, "/join raw:news", "/join den") }
        network.run(for: .seconds(2))
        network.type(0, "in the den", "/say raw:news plain", "/room lobby", "in the lobby", "/part den")
        check.expect(network.receives(1, "in the lobby"), "it arrives")
        check.expectEqual(
            network.peers[1].messages.map { $0.room.text + ": " + $0.text }.sorted(),
            ["den: in the den", "lobby: in the lobby", "raw:news: plain"],
            "each in its room"
        )
        let plain = network.peers[1].messages.first { $0.room.isRaw }
        check.expectEqual(plain?.nick, "", "a raw room has no nicks")
        network.run(for: .seconds(2))
        check.expectEqual(network.peers[1].members(of: "den"), [], "it left the den")
        network.type(0, "/say den too late", "/part nowhere", "/whois nobody", "//slash")
        check.expectEqual(network.peers[0].errors.count, 3, "each is explained")
        check.expect(network.receives(1, "/slash"), "two slashes say one")
    },
    CoreCheck("An ignored author is not shown") { check in
        let network = two(NetworkConditions())
        _ = network.meet()
        network.type(0, "/ignore " + network.peers[1].node.localPeer.shortDescription)
        network.type(1, "unheard")
        network.run(for: .seconds(3))
        check.expectEqual(network.peers[0].texts, [], "nothing is shown")
        network.type(0, "/unignore " + network.peers[1].node.localPeer.description)
        network.type(1, "heard")
        check.expect(network.receives(0, "heard"), "it is shown again")
    },
    CoreCheck("Twenty nodes that each know one other all hear each other") { check in
        let network = SimulatedNetwork<NodePeer>(seed: 20, conditions: .rough)
        for number in 0..<20 {
            let known = number == 0 ? [] : [SimulatedNetwork<NodePeer>.address(of: (number - 1) / 2)]
            network.start(NodePeer(number: number, dials: known))
        }
        network.run(for: .seconds(10))
        for number in 0..<20 { network.type(number, "from \(number)") }
        check.expect(
            network.run(within: .seconds(30)) { $0.peers.allSatisfy { $0.texts.count >= 19 } },
            "everybody hears everybody"
        )
        for peer in network.peers {
            check.expectEqual(Set(peer.texts).count, 19, "each once")
            check.expectEqual(peer.texts.count, 19, "no copy is shown")
        }
    },
    CoreCheck("A peer that finds no room in a crowded mesh is told of others, and finds them") { check in
        // Fifteen peers know one other alone, and its mesh has room for twelve.
        let network = SimulatedNetwork<NodePeer>(seed: 15)
        network.start(NodePeer(number: 0))
        for number in 1...15 {
            let hub = SimulatedNetwork<NodePeer>.address(of: 0)
            network.start(NodePeer(number: number, dials: [hub]))
        }
        network.run(for: .seconds(5))
        check.expectEqual(network.connectionCount, 15, "a star at first")
        // What is said makes the middle a peer of good standing, whose recommendations count.
        for round in 0..<60 {
            network.type(round % 16, "round \(round)")
            network.run(for: .seconds(5))
        }
        check.expect(
            network.connectionCount > 15,
            "some have met without it: \(network.connectionCount) connections"
        )
        for peer in network.peers {
            check.expect(peer.texts.count >= 56, "nobody missed anything: \(peer.texts.count)")
            for case .dialFailed(let address, let reason, _) in peer.events {
                check.fail("nobody asked for \(address.description): \(reason)")
            }
        }
        // The middle is gone; those who have met still talk.
        network.setOffline(0, true)
        network.run(for: .seconds(120))
        let met = (1...15).filter { !network.peers[$0].members(of: "lobby").isEmpty }
        check.expect(met.count > 1, "they still see each other")
        if let speaker = met.first {
            network.type(speaker, "without the middle")
            network.run(for: .seconds(10))
            let heard = met.filter { network.peers[$0].texts.contains("without the middle") }
            check.expect(!heard.isEmpty, "and are heard")
        }
    },
]

/// A listener and a dialler.
private func two(_ conditions: NetworkConditions) -> SimulatedNetwork<NodePeer> {
    let network = SimulatedNetwork<NodePeer>(seed: 2, conditions: conditions)
    network.start(NodePeer(number: 0))
    network.start(NodePeer(number: 1, listens: false, dials: [SimulatedNetwork<NodePeer>.address(of: 0)]))
    return network
}
