import ChatCore
import Net
import SimulatedNetwork

/// Chat peers that tell each other who they are.
let introductionChecks: [CoreCheck] = [
    CoreCheck("Peers know each other's nicks before anybody speaks, and hear of a change") { check in
        for conditions in [NetworkConditions(), .rough, .singleBytes] {
            let network = SimulatedNetwork<NodePeer>(seed: 3, conditions: conditions)
            network.start(NodePeer(number: 0))
            let dials = [SimulatedNetwork<NodePeer>.address(of: 0)]
            network.start(NodePeer(number: 1, listens: false, dials: dials))
            let isKnown = network.run(within: .seconds(20)) {
                $0.peers[0].names == ["peer1"] && $0.peers[1].names == ["peer0"]
            }
            check.expect(isKnown, "both are known")
            network.type(1, "/nick anna")
            check.expect(
                network.run(within: .seconds(20)) { $0.peers[0].names == ["peer1", "anna"] },
                "a change is told"
            )
            check.expectEqual(network.peers[0].texts, [], "without a word")
        }
    },
    CoreCheck("Who changes the nick again and again is told of once in five seconds") { check in
        let network = SimulatedNetwork<NodePeer>(seed: 4, conditions: NetworkConditions())
        network.start(NodePeer(number: 0))
        let dials = [SimulatedNetwork<NodePeer>.address(of: 0)]
        network.start(NodePeer(number: 1, listens: false, dials: dials))
        _ = network.run(within: .seconds(20)) { !$0.peers[0].names.isEmpty }
        for number in 0..<40 {
            network.type(1, "/nick n\(number)")
            network.run(for: .milliseconds(250))
        }
        network.run(for: .seconds(6))
        let names = network.peers[0].names
        check.expect(names.count <= 5, "few tellings")
        check.expectEqual(names.last, "n39", "the last nick is known")
    },
    CoreCheck("/list tells the rooms that connected peers are in") { check in
        let network = SimulatedNetwork<NodePeer>(seed: 5, conditions: NetworkConditions())
        network.start(NodePeer(number: 0, rooms: ["lobby"]))
        let dials = [SimulatedNetwork<NodePeer>.address(of: 0)]
        for number in 1...2 {
            network.start(
                NodePeer(number: number, rooms: ["chess", "lobby", "raw:x/y"], listens: false, dials: dials)
            )
        }
        _ = network.run(within: .seconds(20)) { $0.peers[0].members(of: "lobby").count == 2 }
        network.type(0, "/list")
        network.run(for: .milliseconds(10))
        guard case .list(let rooms)? = network.peers[0].events.last else {
            return check.fail("it is answered")
        }
        check.expectEqual(rooms.map { $0.room.text }, ["chess", "lobby", "raw:x/y"], "the rooms")
        check.expectEqual(rooms.map { $0.peerCount }, [2, 2, 2], "with their counts")
    },
]

extension NodePeer {
    /// The nicks that others have told, in the order of the tellings.
    fileprivate var names: [String] {
        events.compactMap { event in
            if case .named(_, let nick, _) = event { return nick }
            return nil
        }
    }
}
