import Net
import SimulatedNetwork

/// Limits, idleness, protection, address book: what a swarm does of its own accord.
let swarmPolicyChecks: [CoreCheck] = [
    CoreCheck("An idle connection is closed in its time, unless it is used, protected or kept") { check in
        for (index, isClosed) in [(0, true), (1, false), (2, false), (3, false)] {
            let network = SimulatedNetwork<SwarmPeer>(seed: 8)
            network.add(SwarmPeer(number: 1) { $0.idleTimeout = .seconds(60) })
            network.add(SwarmPeer(number: 2))
            network.listen(1)
            network.run(for: .milliseconds(1))
            network.dial(0, 1, keep: index == 3)
            check.expect(network.run(within: .seconds(5)) { $0.areConnected(0, 1) }, "they connect")
            let other = network.peerID(1)
            switch index {
            case 1: _ = network.ask(0, 1, [1], protocols: [SwarmPeer.deaf])
            case 2: network.change(0) { peer, _ in peer.swarm.protect(other, tag: "mesh") }
            default: break
            }
            network.run(for: .seconds(50))
            check.expect(network.areConnected(0, 1), "not before its time")
            network.run(for: .seconds(70))
            check.expectEqual(!network.areConnected(0, 1), isClosed, "in its time")
            if isClosed { check.expectEqual(network.peers[0].disconnectReasons, [.idle], "for idleness") }
            if index == 2 {
                network.change(0) { peer, _ in peer.swarm.unprotect(other, tag: "mesh") }
                network.run(for: .seconds(70))
                check.expect(!network.areConnected(0, 1), "protected no longer")
            }
        }
    },
    CoreCheck("Beyond the limit, unused connections make room and used ones do not") { check in
        let network = SimulatedNetwork<SwarmPeer>(seed: 9)
        network.add(SwarmPeer(number: 0) { $0.limits.established = 3 })
        for number in 1...6 as ClosedRange<UInt64> { network.add(SwarmPeer(number: number)) }
        network.listen(0)
        network.run(for: .milliseconds(1))
        for peer in 1...3 { network.dial(peer, 0) }
        network.run(for: .seconds(5))
        check.expectEqual(network.peers[0].connectedPeers.count, 3, "three fit in")
        network.dial(4, 0)
        network.run(for: .seconds(5))
        check.expect(!network.areConnected(4), "the fourth does not: the others are too fresh")
        check.expectEqual(network.peers[0].swarm.counters.totalRefused, 1, "and is counted")
        for peer in 1...2 { _ = network.ask(peer, 0, [1], protocols: [SwarmPeer.deaf]) }
        network.run(for: .seconds(40))
        network.dial(5, 0)
        network.run(for: .seconds(5))
        check.expect(network.areConnected(5), "the fifth replaces the unused one")
        check.expect(network.areConnected(1, 0) && network.areConnected(2, 0), "the used ones stay")
        check.expect(!network.areConnected(3), "the unused one is gone")
        check.expectEqual(network.peers[0].swarm.counters.totalTrimmed, 1, "and is counted")
    },
    CoreCheck("The connections of one peer are limited") { check in
        let network = SimulatedNetwork<SwarmPeer>(seed: 10)
        network.add(SwarmPeer(number: 0) { $0.limits.establishedPerPeer = 2 })
        // The same identity from several places.
        for _ in 1...4 { network.add(SwarmPeer(number: 7)) }
        network.listen(0)
        network.run(for: .milliseconds(1))
        for peer in 1...4 {
            network.dial(peer, 0)
            network.run(for: .seconds(1))
        }
        check.expectEqual(network.peers[0].connectedPeers.count, 1, "it is one peer")
        check.expectEqual(network.peers[0].swarm.connections.count, 2, "with two connections")
        check.expect(network.areConnected(1, 0) && network.areConnected(2, 0), "the first two places")
    },
    CoreCheck("Streams of one protocol are limited, and of one connection in all") { check in
        let network = SimulatedNetwork<SwarmPeer>(seed: 11)
        network.add(SwarmPeer(number: 1) { $0.connection.muxer.maximumOutboundStreams = 100 })
        network.add(SwarmPeer(number: 2) { $0.limits.inboundStreamsPerProtocol = 10 })
        network.listen(1)
        network.run(for: .milliseconds(1))
        network.dial(0, 1)
        check.expect(network.run(within: .seconds(5)) { $0.areConnected(0, 1) }, "they connect")
        network.run(for: .seconds(1))
        let streams = (0..<110).compactMap { _ in network.ask(0, 1, [1], protocols: [SwarmPeer.deaf]) }
        check.expectEqual(streams.count, 100, "as many as may be opened")
        network.run(for: .seconds(2))
        let lost = streams.filter { network.peers[0].isLost($0) }
        check.expectEqual(lost.count, 90, "all but ten are reset")
        check.expectEqual(network.peers[1].swarm.connections.first?.streams, 10, "ten are left")
    },
    CoreCheck("A connection that holds too much memory is closed, the greatest holder first") { check in
        let network = SimulatedNetwork<SwarmPeer>(seed: 12)
        network.add(SwarmPeer(number: 0) { $0.limits.heldBytes = 1_000_000 })
        for number in 1...2 as ClosedRange<UInt64> { network.add(SwarmPeer(number: number)) }
        network.listen(0)
        network.run(for: .milliseconds(1))
        for peer in 1...2 { network.dial(peer, 0) }
        network.run(for: .seconds(5))
        _ = network.ask(1, 0, pattern(100_000), protocols: [SwarmPeer.deaf])
        network.run(for: .seconds(5))
        check.expectEqual(network.peers[0].connectedPeers.count, 2, "within the limit")
        check.expect(network.peers[0].swarm.counters.heldBytes >= 100_000, "what is held is counted")
        for _ in 0..<6 { _ = network.ask(2, 0, pattern(250_000), protocols: [SwarmPeer.deaf]) }
        network.run(for: .seconds(5))
        check.expectEqual(network.peers[0].connectedPeers, [network.peerID(1)], "the small one stays")
        check.expectEqual(
            network.peers[0].disconnectReasons,
            [.failed(.limitReached(.memory))],
            "for the other's memory"
        )
        check.expect(network.peers[0].swarm.counters.heldBytes < 200_000, "its memory is free again")
    },
    CoreCheck("A peer is dialled at the addresses learnt of it, and they expire") { check in
        let network = pair(NetworkConditions(), dial: false)
        let other = network.peerID(1)
        let good = SimulatedNetwork<SwarmPeer>.address(of: 1)
        let bad = SimulatedNetwork<SwarmPeer>.address(of: 200)
        network.change(0) { peer, now in
            check.expect(!peer.swarm.dial(other, now: now), "nothing is known")
            peer.swarm.addAddresses([bad], of: other, source: .peerExchange, now: now)
            peer.swarm.addAddresses([good], of: other, source: .identify, now: now)
            check.expectEqual(
                peer.swarm.addresses(of: other, now: now),
                [good, bad],
                "the more trusted one first"
            )
            check.expect(peer.swarm.dial(other, now: now), "there is something to try")
        }
        check.expect(network.run(within: .seconds(5)) { $0.areConnected(0, 1) }, "they connect")
        network.change(0) { peer, now in peer.swarm.disconnect(other, now: now) }
        network.run(for: .seconds(700))
        check.expectEqual(
            network.peers[0].swarm.addresses(of: other, now: network.now),
            [good],
            "the unproved one is forgotten"
        )
    },
    CoreCheck("The address book cannot be filled by strangers") { check in
        var victim = SwarmVictim()
        let addresses = (0..<40).map { SimulatedNetwork<SwarmPeer>.address(of: $0) }
        for number in 0..<1_100 as Range<UInt64> {
            let peer = SwarmPeer.peerID(number: number)
            victim.swarm.addAddresses(
                [addresses[Int(number % 40)]],
                of: peer,
                source: .peerExchange,
                now: .origin
            )
        }
        check.expectEqual(victim.swarm.counters.knownPeers, 1_024, "bounded in all")
        let last = SwarmPeer.peerID(number: 1_099)
        for chunk in 0..<4 {
            let some = Array(addresses[chunk * 10..<chunk * 10 + 10])
            victim.swarm.addAddresses(some, of: last, source: .identify, now: .origin)
        }
        check.expectEqual(victim.swarm.addresses(of: last, now: .origin).count, 16, "bounded per peer")
    },
    CoreCheck("A hundred connects and disconnects leave nothing behind") { check in
        let network = SimulatedNetwork<SwarmPeer>(seed: 13)
        network.add(SwarmPeer(number: 0))
        network.listen(0)
        for number in 1...10 as ClosedRange<UInt64> {
            network.add(SwarmPeer(number: number) { $0.pingInterval = nil })
        }
        network.run(for: .milliseconds(1))
        let server = network.peerID(0)
        for _ in 0..<10 {
            for peer in 1...10 { network.dial(peer, 0) }
            network.run(for: .milliseconds(20))
            for peer in 1...10 {
                network.change(peer) { swarm, now in
                    swarm.swarm.disconnect(server, now: now)
                    swarm.clearLog()
                }
            }
            network.change(0) { peer, _ in peer.clearLog() }
            network.run(for: .milliseconds(20))
        }
        network.run(for: .seconds(60))
        let counters = network.peers[0].swarm.counters
        check.expectEqual(counters.totalEstablished, 100, "all were established")
        check.expectEqual(counters.establishedInbound, 0, "none is left")
        check.expectEqual(counters.pendingInbound, 0, "none is pending")
        check.expectEqual(counters.streams, 0, "no stream is left")
        check.expectEqual(counters.heldBytes, 0, "no byte is held")
        check.expectEqual(counters.peers, 0, "no peer is left")
        check.expectEqual(network.connectionCount, 0, "no socket is left")
        check.expect(network.peers[0].swarm.nextDeadline == nil, "no deadline is left")
    },
]
