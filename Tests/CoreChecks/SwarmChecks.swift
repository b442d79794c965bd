import Net
import SimulatedNetwork

/// Peers that connect, identify, ping, talk, and lose each other, on a simulated network.
let swarmChecks: [CoreCheck] = [
    CoreCheck("Two peers connect, identify each other, ping and echo") { check in
        for conditions in [NetworkConditions(), .rough, .singleBytes] {
            let network = pair(conditions)
            check.expect(network.run(within: .seconds(20)) { $0.areConnected(0, 1) }, "they connect")
            let text = pattern(2_000)
            let stream = network.ask(0, 1, text)
            check.expect(
                network.run(within: .seconds(60)) { net in stream.map { net.peers[0].isClosed($0) } == true },
                "the stream ends cleanly"
            )
            check.expect(
                stream.flatMap { network.peers[0].received[$0] } == text,
                "the echo is what was sent"
            )
            network.run(for: .seconds(1))
            for (one, other) in [(0, 1), (1, 0)] {
                let info = network.peers[one].swarm.identifyInfo(of: network.peerID(other))
                check.expectEqual(info?.agentVersion, "simulated/1.0", "the agent")
                check.expectEqual(info?.listenAddresses.count, 1, "the listen addresses")
                check.expect(info?.protocols.contains("/ipfs/ping/1.0.0") == true, "the protocols")
                check.expect(info?.observedAddress != nil, "the observed address")
                check.expect(network.peers[one].swarm.connections.first?.roundTrip != nil, "a round trip")
            }
        }
    },
    CoreCheck("A dial needs three round trips to the first response byte") { check in
        let network = pair(.delayed(milliseconds: 500), dial: false)
        network.run(for: .seconds(1))
        let start = network.now
        network.dial(0, 1)
        check.expect(network.run(within: .seconds(10)) { $0.areConnected(0) }, "they connect")
        let stream = network.ask(0, 1, [1, 2, 3])
        check.expect(
            network.run(within: .seconds(10)) { net in
                stream.flatMap { net.peers[0].received[$0] }?.isEmpty == false
            },
            "the echo comes"
        )
        check.expectEqual((network.now - start).milliseconds, 3_000, "three round trips of a second each")
    },
    CoreCheck("A dial whose peer id is another's ends in an identity mismatch") { check in
        let network = pair(NetworkConditions(), dial: false)
        let wrong = SwarmPeer.peerID(number: 77)
        network.change(0) { peer, now in
            peer.swarm.dial(
                SimulatedNetwork<SwarmPeer>.address(of: 1).withPeerID(wrong),
                keep: false,
                now: now
            )
        }
        network.run(for: .seconds(20))
        check.expectEqual(
            network.peers[0].dialErrors,
            [.identityMismatch(expected: wrong, actual: network.peerID(1))],
            "the error names both"
        )
        check.expect(network.peers[1].connectedPeers.isEmpty, "the listener saw no peer")
        check.expectEqual(network.connectionCount, 0, "no socket is left")
    },
    CoreCheck("A dial to oneself is noticed, with and without the peer id") { check in
        let network = pair(NetworkConditions(), dial: false)
        let own = SimulatedNetwork<SwarmPeer>.address(of: 0)
        network.change(0) { peer, now in
            peer.swarm.dial(own, keep: true, now: now)
            peer.swarm.dial(own.withPeerID(peer.swarm.localPeer), keep: true, now: now)
        }
        network.run(for: .seconds(120))
        check.expectEqual(network.peers[0].dialErrors, [.selfDial, .selfDial], "each is told once")
        check.expect(network.peers[0].connectedPeers.isEmpty, "nobody is connected")
        check.expectEqual(network.connectionCount, 0, "no socket is left")
    },
    CoreCheck("Nobody listening is told, and an address that is kept is found later") { check in
        let network = SimulatedNetwork<SwarmPeer>(seed: 5)
        network.add(SwarmPeer(number: 1))
        network.add(SwarmPeer(number: 2))
        network.dial(0, 1, keep: true)
        network.run(for: .seconds(5))
        check.expect(network.peers[0].dialErrors.count >= 2, "several attempts")
        check.expect(
            network.peers[0].dialErrors.allSatisfy { $0 == .transport(.refused) },
            "all were refused"
        )
        network.listen(1)
        check.expect(network.run(within: .seconds(31)) { $0.areConnected(0, 1) }, "the next attempt finds it")
    },
    CoreCheck("A peer that restarts is found again, also when it has become another") { check in
        let network = pair(NetworkConditions(), dial: false)
        network.dial(0, 1, keep: true)
        check.expect(network.run(within: .seconds(5)) { $0.areConnected(0, 1) }, "they connect")
        for number in [2, 9] as [UInt64] {
            network.replace(1, with: SwarmPeer(number: number, now: network.now))
            network.listen(1)
            let peer = SwarmPeer.peerID(number: number)
            check.expect(
                network.run(within: .seconds(10)) { $0.peers[0].connectedPeers == [peer] },
                "the new process is connected"
            )
            check.expect(
                network.run(within: .seconds(10)) { $0.peers[1].connectedPeers == [$0.peerID(0)] },
                "and knows it"
            )
        }
        check.expectEqual(
            network.peers[0].disconnectReasons,
            [.transport(.reset), .transport(.reset)],
            "each loss is told once"
        )
    },
    CoreCheck("A machine that vanishes is noticed by its silence") { check in
        let network = pair(NetworkConditions())
        check.expect(network.run(within: .seconds(5)) { $0.areConnected(0, 1) }, "they connect")
        network.setOffline(1, true)
        check.expect(
            network.run(within: .seconds(90)) { !$0.peers[0].disconnectReasons.isEmpty },
            "the loss is noticed"
        )
        let reason = network.peers[0].disconnectReasons.first
        check.expect(reason == .failed(.unresponsive) || reason == .failed(.stalled), "by its silence")
    },
    CoreCheck("Simultaneous dials end with one connection and lose no stream") { check in
        for seed in 0..<6 as Range<UInt64> {
            let network = SimulatedNetwork<SwarmPeer>(seed: seed, conditions: .rough)
            for number in 0..<2 as Range<UInt64> { network.add(SwarmPeer(number: 100 * seed + number)) }
            network.listen(0)
            network.listen(1)
            network.run(for: .milliseconds(1))
            network.dial(0, 1, keep: true, named: true)
            network.dial(1, 0, keep: true, named: true)
            var streams: [(Int, StreamID)] = []
            for _ in 0..<60 {
                network.run(for: .milliseconds(20))
                for (one, other) in [(0, 1), (1, 0)] {
                    if let stream = network.ask(one, other, pattern(300)) { streams.append((one, stream)) }
                }
            }
            network.run(for: .seconds(30))
            check.expect(streams.count > 80, "many streams were opened")
            for (peer, stream) in streams {
                check.expect(network.peers[peer].received[stream] == pattern(300), "every stream is echoed")
                check.expect(network.peers[peer].isClosed(stream), "every stream is closed cleanly")
            }
            check.expectEqual(network.connectionCount, 1, "one connection is left")
            for peer in 0...1 {
                check.expectEqual(
                    network.peers[peer].swarm.connections.count,
                    1,
                    "one connection is left to each"
                )
                check.expectEqual(network.peers[peer].connectedPeers.count, 1, "the peer was reported once")
                check.expect(network.peers[peer].disconnectReasons.isEmpty, "and never lost")
            }
        }
    },
    CoreCheck("Twenty peers, each dialling several, all stay connected and echo") { check in
        let network = SimulatedNetwork<SwarmPeer>(seed: 20, conditions: .rough)
        for number in 0..<20 as Range<UInt64> {
            network.add(SwarmPeer(number: number))
            network.listen(Int(number))
        }
        network.run(for: .milliseconds(1))
        for peer in 0..<20 {
            for step in [1, 3, 7] { network.dial(peer, (peer + step) % 20, keep: true, named: true) }
        }
        network.run(for: .seconds(20))
        var asked: [(Int, StreamID)] = []
        for peer in 0..<20 {
            check.expectEqual(network.peers[peer].connectedPeers.count, 6, "six neighbours")
            for other in network.peers[peer].connectedPeers {
                network.change(peer) { swarm, now in
                    if let stream = swarm.ask(other, pattern(5_000), now: now) {
                        asked.append((peer, stream))
                    }
                }
            }
        }
        network.run(for: .seconds(20))
        check.expectEqual(asked.count, 120, "all streams were opened")
        for (peer, stream) in asked {
            check.expect(network.peers[peer].received[stream] == pattern(5_000), "every echo is whole")
        }
    },
    CoreCheck("A line cut at any byte of the handshake or after it loses nothing but itself") { check in
        for cut in stride(from: 0, through: 900, by: 23) {
            for end in 0...1 {
                let network = pair(NetworkConditions(), dial: false)
                network.dial(0, 1, keep: true)
                _ = network.run(within: .seconds(1)) { $0.connectionCount == 1 }
                network.cutNewestConnection(of: end, afterBytes: cut)
                network.run(for: .seconds(5))
                // A late cut falls into the first of these.
                _ = network.ask(0, 1, pattern(1_000))
                network.run(for: .seconds(5))
                check.expect(network.areConnected(0, 1), "they are connected again")
                check.expectEqual(network.connectionCount, 1, "by one connection")
                let stream = network.ask(0, 1, pattern(100))
                network.run(for: .seconds(1))
                check.expect(stream.flatMap { network.peers[0].received[$0] } == pattern(100), "and it works")
            }
        }
    },
    CoreCheck("A reader that stalls blocks only itself, and its backlog is bounded") { check in
        let network = SimulatedNetwork<SwarmPeer>(seed: 3)
        for number in 0..<3 as Range<UInt64> {
            network.add(SwarmPeer(number: number))
            network.listen(Int(number))
        }
        network.run(for: .milliseconds(1))
        network.dial(0, 1)
        network.dial(0, 2)
        check.expect(
            network.run(within: .seconds(5)) { $0.areConnected(0, 1) && $0.areConnected(0, 2) },
            "connected"
        )
        network.setStalled(1, true)
        let blocked = network.ask(0, 1, pattern(1_500_000), protocols: [SwarmPeer.deaf])
        let free = network.ask(0, 2, pattern(600_000))
        network.run(for: .seconds(10))
        check.expect(
            free.flatMap { network.peers[0].received[$0] } == pattern(600_000),
            "the other stream is whole"
        )
        check.expect(network.greatestUnsent <= 262_144 + 16_384 + 64, "the backlog has a bound")
        check.expect(blocked.map { network.peers[0].isClosed($0) } == false, "the blocked one waits")
        network.run(for: .seconds(60))
        check.expectEqual(network.peers[0].disconnectReasons.count, 1, "and is closed")
        check.expectEqual(network.peers[0].connectedPeers, [network.peerID(2)], "alone")
    },
    CoreCheck("Both sides writing at once without end make progress") { check in
        let network = pair(.rough)
        check.expect(network.run(within: .seconds(5)) { $0.areConnected(0, 1) }, "they connect")
        let text = pattern(700_000)
        let streams = [(0, network.ask(0, 1, text)), (1, network.ask(1, 0, text))]
        network.run(for: .seconds(300))
        for (peer, stream) in streams {
            check.expect(stream.flatMap { network.peers[peer].received[$0] } == text, "the echo is whole")
        }
    },
    CoreCheck("A stream with no common protocol is refused, and others go on") { check in
        let network = pair(.rough)
        check.expect(network.run(within: .seconds(5)) { $0.areConnected(0, 1) }, "they connect")
        let unknown = network.ask(0, 1, [1], protocols: ["/unknown/1"])
        let second = network.ask(0, 1, [2], protocols: ["/unknown/1", "/unknown/2", SwarmPeer.echo])
        network.run(for: .seconds(5))
        check.expect(unknown.map { network.peers[0].isLost($0) } == true, "the unknown one is refused")
        check.expect(second.flatMap { network.peers[0].received[$0] } == [2], "the third proposal is taken")
        check.expect(network.areConnected(0, 1), "the connection stays")
    },
    CoreCheck("Disconnecting and shutting down say so on both sides, after what was written") { check in
        let network = pair(NetworkConditions())
        check.expect(network.run(within: .seconds(5)) { $0.areConnected(0, 1) }, "they connect")
        let last = network.ask(0, 1, pattern(1_000), protocols: [SwarmPeer.deaf])
        network.change(0) { peer, now in peer.swarm.shutdown(now: now) }
        network.run(for: .seconds(5))
        check.expectEqual(network.peers[0].disconnectReasons, [.shutdown], "our reason")
        check.expectEqual(network.peers[1].disconnectReasons, [.closedByPeer], "the other's")
        check.expect(network.peers[0].swarm.isShutDown, "nothing is left")
        check.expectEqual(network.connectionCount, 0, "no socket is left")
        check.expect(last != nil, "there was a stream")
        let bytes = network.peers[1].log.contains { event in
            if case .stream(_, .readable) = event { true } else { false }
        }
        check.expect(bytes, "what was written came before the end")
    },
    CoreCheck("The same seed gives the same run") { check in
        var counts: Set<Int> = []
        for _ in 0..<2 {
            let network = pair(.rough)
            network.run(for: .seconds(60))
            counts.insert(network.stepCount)
        }
        check.expectEqual(counts.count, 1, "the same number of steps")
    },
]

/// Two peers, the second of which listens and is dialled by the first.
func pair(_ conditions: NetworkConditions, dial: Bool = true) -> SimulatedNetwork<SwarmPeer> {
    let network = SimulatedNetwork<SwarmPeer>(seed: 1, conditions: conditions)
    for number in 1...2 as ClosedRange<UInt64> {
        network.add(SwarmPeer(number: number))
        network.listen(Int(number) - 1)
    }
    network.run(for: .milliseconds(1))
    if dial { network.dial(0, 1) }
    return network
}

func pattern(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
}

extension SimulatedNetwork<SwarmPeer> {
    func peerID(_ peer: Int) -> PeerID { peers[peer].swarm.localPeer }

    func listen(_ peer: Int) {
        let address = Self.address(of: peer)
        change(peer) { swarm, _ in swarm.swarm.listen(on: address) }
    }

    func dial(_ peer: Int, _ other: Int, keep: Bool = false, named: Bool = false) {
        let address = Self.address(of: other)
        let target = named ? address.withPeerID(peerID(other)) : address
        change(peer) { swarm, now in swarm.swarm.dial(target, keep: keep, now: now) }
    }

    func ask(
        _ peer: Int,
        _ other: Int,
        _ bytes: [UInt8],
        protocols: [String] = [SwarmPeer.echo]
    ) -> StreamID? {
        let id = peerID(other)
        var stream: StreamID?
        change(peer) { swarm, now in stream = swarm.ask(id, bytes, protocols: protocols, now: now) }
        return stream
    }

    func areConnected(_ peer: Int, _ other: Int) -> Bool {
        peers[peer].connectedPeers.contains(peerID(other))
            && peers[other].connectedPeers.contains(peerID(peer))
    }

    func areConnected(_ peer: Int) -> Bool { !peers[peer].connectedPeers.isEmpty }
}
