import Net

/// What a swarm does when the other end of a connection lies, floods, or stays silent: the rows that
/// docs/hostile-inputs.md has for it.
let hostilePeerChecks: [CoreCheck] = [
    CoreCheck("Whatever is not multistream-select ends the connection at once") { check in
        let openings: [[UInt8]] = [
            [0],
            [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            [0x80, 0x80, 0x01],
            [0x01, 0x41],
            [0x01, 0x0a],
            Array("GET / HTTP/1.1\r\n\r\n".utf8),
            SwarmAttacker.message("/multistream/2.0.0"),
            SwarmAttacker.message("/noise"),
            [3, 0xff, 0xfe, 0x0a],
        ]
        for opening in openings {
            var victim = SwarmVictim()
            victim.feed(opening)
            victim.advance(by: .seconds(16))
            check.expect(victim.isClosed, "the connection is closed")
            check.expect(!victim.wasConnected, "nobody is reported")
            check.expectEqual(victim.swarm.counters.pendingInbound, 0, "nothing is left pending")
        }
    },
    CoreCheck("A handshake that stops anywhere ends at its deadline, not before") { check in
        let full = handshakeFlights()
        for (flight, bytes) in full.enumerated() {
            for count in stride(from: 0, to: bytes.count, by: 3) {
                var victim = SwarmVictim()
                _ = SwarmAttacker(&victim) { index, sent in
                    if index == flight { sent = Array(sent.prefix(count)) }
                    if index > flight { sent = [] }
                }
                check.expect(!victim.isClosed, "it may still go on")
                victim.advance(by: .seconds(14))
                check.expect(!victim.isClosed, "it may still go on a little later")
                victim.advance(by: .seconds(2))
                check.expect(victim.isClosed, "its time is over")
                check.expect(!victim.wasConnected, "nobody is reported")
            }
        }
    },
    CoreCheck("A bit flipped anywhere in the handshake lets nobody in") { check in
        for (flight, bytes) in handshakeFlights().enumerated() {
            for position in 0..<bytes.count {
                var victim = SwarmVictim()
                _ = SwarmAttacker(&victim) { index, sent in
                    if index == flight, position < sent.count { sent[position] ^= 1 << UInt8(position % 8) }
                }
                victim.advance(by: .seconds(16))
                check.expect(!victim.wasConnected, "nobody is reported")
                check.expect(victim.isClosed, "the connection is closed")
            }
        }
    },
    CoreCheck("Proposals of unknown security protocols are refused, and after ten is the end") { check in
        var victim = SwarmVictim()
        victim.feed(SwarmAttacker.message("/multistream/1.0.0"))
        for round in 1...10 {
            victim.feed(SwarmAttacker.message("/tls/\(round)"))
            check.expectEqual(victim.isClosed, round == 10, "closed at the tenth")
        }
        let refusals =
            SwarmAttacker.message("/multistream/1.0.0")
            + [[UInt8]](repeating: [3, 0x6e, 0x61, 10], count: 9).flatMap { $0 }
        check.expectEqual(victim.takeOutput(), refusals, "nine refusals")
    },
    CoreCheck("A peer that offers another muxer only is refused") { check in
        var victim = SwarmVictim()
        _ = SwarmAttacker(&victim, muxers: ["/mplex/6.7.0"])
        victim.advance(by: .seconds(16))
        check.expect(victim.isClosed, "the connection is closed")
        check.expect(!victim.wasConnected, "nobody is reported")
    },
    CoreCheck("Without early muxer negotiation the muxer is agreed on by multistream-select") { check in
        var victim = SwarmVictim()
        guard var attacker = SwarmAttacker(&victim, muxers: []) else {
            return check.fail("the handshake ends well")
        }
        check.expect(!victim.wasConnected, "not before the muxer")
        attacker.send(SwarmAttacker.proposal("/mplex/6.7.0"), to: &victim)
        attacker.send(
            SwarmAttacker.message("/yamux/1.0.0")
                + SwarmAttacker.open(1, SwarmAttacker.proposal("/ipfs/ping/1.0.0")),
            to: &victim
        )
        attacker.read(&victim)
        check.expect(victim.wasConnected, "the peer is reported")
        let confirmation =
            SwarmAttacker.message("/multistream/1.0.0") + [3, 0x6e, 0x61, 10]
            + SwarmAttacker.message("/yamux/1.0.0")
        check.expect(attacker.received.starts(with: confirmation), "confirmed before anything else")
    },
    CoreCheck("Our own bytes sent back do not make a peer") { check in
        var victim = SwarmVictim()
        victim.swarm.dial(SwarmVictim.address, keep: false, now: .origin)
        var dialled: ConnectionID?
        var isClosed = false
        for _ in 0..<20 {
            while let effect = victim.swarm.pollEffect() {
                switch effect {
                case .connect(let id, _):
                    dialled = id
                case .flush(let id):
                    let bytes = victim.swarm.takeOutbound(id, replacement: [])
                    victim.swarm.receive(bytes[...], on: id, now: .origin)
                case .abort, .close: isClosed = true
                default: continue
                }
            }
            if let id = dialled {
                dialled = nil
                victim.swarm.receive(.connected(id, local: nil, remote: SwarmVictim.address), now: .origin)
            }
        }
        check.expect(isClosed, "the reflected connection is closed")
        check.expect(victim.swarm.connectedPeers.isEmpty, "nobody is connected")
    },
    CoreCheck("A replayed handshake lets nobody in") { check in
        let flights = handshakeFlights()
        var victim = SwarmVictim(number: 2)
        for flight in flights { victim.feed(flight) }
        victim.advance(by: .seconds(16))
        check.expect(!victim.wasConnected, "nobody is reported")
        check.expect(victim.isClosed, "the connection is closed")
    },
    CoreCheck("A ping flood that is never read is held up, bounded, and ended (25)") { check in
        var victim = SwarmVictim()
        guard var attacker = SwarmAttacker(&victim) else { return check.fail("the handshake ends well") }
        attacker.read(&victim)
        victim.isReading = false
        let flood = [[UInt8]](
            repeating: SwarmAttacker.frame(type: 2, flags: 1, stream: 0, length: 7),
            count: 500
        )
        var rounds = 0
        while rounds < 2_000, !victim.isPaused, !victim.isClosed {
            attacker.send(flood.flatMap { $0 }, to: &victim)
            rounds += 1
        }
        check.expect(victim.isPaused || victim.isClosed, "it is no longer read from")
        check.expect(victim.output.count < 600_000, "what was sealed for it has a bound")
        victim.advance(by: .seconds(61))
        check.expect(victim.isClosed, "it is closed")
    },
    CoreCheck("A flood of streams is reset beyond the limit, and the rest expires (26)") { check in
        var victim = SwarmVictim()
        guard var attacker = SwarmAttacker(&victim) else { return check.fail("the handshake ends well") }
        for batch in 0..<20 as Range<UInt32> {
            var frames: [UInt8] = []
            for stream in 0..<100 as Range<UInt32> {
                frames += SwarmAttacker.frame(
                    type: 1,
                    flags: 1,
                    stream: (batch * 100 + stream) * 2 + 1,
                    length: 0
                )
            }
            attacker.send(frames, to: &victim)
            attacker.read(&victim)
        }
        let streams = victim.swarm.connections.first?.streams ?? 0
        check.expect(streams <= 260 && streams > 200, "within the limit")
        victim.advance(by: .seconds(21))
        check.expectEqual(victim.swarm.connections.first?.streams, 0, "unused ones are gone")
        check.expect(!victim.isClosed, "the connection stays")
    },
    CoreCheck("Streams that negotiate badly are reset, alone (2, 3)") { check in
        var victim = SwarmVictim()
        guard var attacker = SwarmAttacker(&victim) else { return check.fail("the handshake ends well") }
        let openings: [[UInt8]] = [
            [0],
            [0xff, 0xff, 0x7f],
            Array("nonsense".utf8),
            SwarmAttacker.message("/multistream/1.0.0")
                + (0..<12).map { SwarmAttacker.message("/unknown/\($0)") }.flatMap { $0 },
        ]
        for (index, opening) in openings.enumerated() {
            attacker.send(SwarmAttacker.open(UInt32(index) * 2 + 1, opening), to: &victim)
        }
        attacker.read(&victim)
        victim.advance(by: .seconds(21))
        check.expect(!victim.isClosed, "the connection stays")
        check.expectEqual(victim.swarm.connections.first?.streams, 0, "the streams are gone")
    },
    CoreCheck("A peer's description is cut to size, and a false one is not believed (6, 9)") { check in
        let cases: [(String, [[UInt8]], Bool)] = [
            ("1,800 protocols in three messages", (0..<3).map { _ in identify(protocols: 600) }, true),
            ("an empty message", [[0]], true),
            ("thousands of addresses", [identify(addresses: 1_000)], true),
            (
                "another's key",
                [identify(key: KeyPair(seed: [UInt8](repeating: 9, count: 32)).publicKey.protobuf)], false
            ),
            ("a message longer than the limit", [[0xff, 0xff, 0x03]], false),
            ("no protobuf", [[3, 0xff, 0xff, 0xff]], false),
        ]
        for (what, messages, isBelieved) in cases {
            var victim = SwarmVictim()
            guard var attacker = SwarmAttacker(&victim) else { return check.fail("the handshake ends well") }
            attacker.send(
                SwarmAttacker.open(1, SwarmAttacker.proposal("/ipfs/id/push/1.0.0")),
                to: &victim
            )
            for message in messages {
                attacker.send(
                    SwarmAttacker.frame(type: 0, stream: 1, length: UInt32(message.count), message),
                    to: &victim
                )
            }
            let info = victim.swarm.identifyInfo(of: SwarmAttacker.peerID)
            check.expectEqual(info != nil, isBelieved, what)
            check.expect((info?.protocols.count ?? 0) <= 256, "protocols are bounded")
            check.expect((info?.listenAddresses.count ?? 0) <= 32, "addresses are bounded")
            check.expect(!victim.isClosed, "the connection stays")
        }
    },
    CoreCheck("A clock that jumps to its end does not trap (32)") { check in
        var victim = SwarmVictim()
        guard SwarmAttacker(&victim) != nil else { return check.fail("the handshake ends well") }
        var now = Instant(nanoseconds: .max / 2)
        for _ in 0..<4 {
            victim.swarm.handleTimeout(now: now)
            while victim.swarm.pollEffect() != nil {}
            now = now + .seconds(31)
        }
        check.expect(victim.swarm.connectedPeers.isEmpty, "the silent peer is gone")
        victim.swarm.dial(SwarmVictim.address, keep: true, now: now)
        victim.swarm.handleTimeout(now: .distantFuture)
        while victim.swarm.pollEffect() != nil {}
    },
    CoreCheck("Yamux broken in any way ends the connection with a reason") { check in
        let breaches = [
            SwarmAttacker.frame(type: 9, stream: 0, length: 0),
            SwarmAttacker.frame(type: 0, stream: 77, length: 0),
            SwarmAttacker.open(2, []),
            SwarmAttacker.frame(type: 0, flags: 1, stream: 1, length: 0xffff_ffff),
            SwarmAttacker.frame(type: 3, stream: 0, length: 1),
        ]
        for breach in breaches {
            var victim = SwarmVictim()
            guard var attacker = SwarmAttacker(&victim) else { return check.fail("the handshake ends well") }
            attacker.send(breach, to: &victim)
            check.expect(victim.isClosed, "the connection is closed")
            check.expect(victim.disconnectReason != nil, "and the loss is told")
        }
    },
    CoreCheck("Silent connections are limited, and give way to newcomers") { check in
        var victim = SwarmVictim()
        for number in 0..<1_000 {
            accept(number, from: UInt8(number % 3), by: &victim)
            check.expectEqual(victim.swarm.counters.totalRefused, 0, "nobody is turned away")
            if number > 200 {
                check.expectEqual(victim.swarm.counters.pendingInbound, 128, "many are pending")
            }
        }
        check.expectEqual(victim.swarm.counters.totalFailedInbound, 873, "the others were evicted")
        victim.swarm.handleTimeout(now: .origin + .seconds(15))
        check.expectEqual(victim.swarm.counters.pendingInbound, 0, "all have timed out")
    },
    CoreCheck("A handshake survives the silent connections of another host") { check in
        var victim = SwarmVictim()  // Its own connection is from host 1.
        for number in 0..<1_000 { accept(number, from: 9, by: &victim) }
        check.expect(SwarmAttacker(&victim) != nil, "the older handshake ends well")
        check.expect(!victim.isClosed, "and its connection stays")
    },
]

/// Another silent connection, from 10.0.0.`host`. The victim's own has the number 1.
private func accept(_ number: Int, from host: UInt8, by victim: inout SwarmVictim) {
    let remote = Multiaddr(TCPEndpoint(host: .ip4([10, 0, 0, host]), port: 4_001))
    let id = ConnectionID(accepted: UInt64(number) + 2)
    let listener = ListenerID(rawValue: 1)
    victim.swarm.receive(
        .accepted(id, on: listener, local: SwarmVictim.address, remote: remote),
        now: .origin
    )
}

/// The attacker's two flights of a good handshake with the first victim.
private func handshakeFlights() -> [[UInt8]] {
    var flights: [[UInt8]] = []
    var victim = SwarmVictim()
    _ = SwarmAttacker(&victim) { _, bytes in flights.append(bytes) }
    return flights
}

private func identify(protocols: Int = 0, addresses: Int = 0, key: [UInt8]? = nil) -> [UInt8] {
    var writer = ProtobufWriter()
    if let key { writer.append(1, bytes: key) }
    for index in 0..<addresses {
        writer.append(2, bytes: [4, 10, UInt8(index >> 8), UInt8(index & 0xff), 1, 6, 1, 1])
    }
    for index in 0..<protocols { writer.append(3, string: "/p/\(index)") }
    writer.append(6, string: "attacker")
    var frame: [UInt8] = []
    Varint.append(UInt64(writer.bytes.count), to: &frame)
    return frame + writer.bytes
}

extension SwarmAttacker {
    /// The attacker's id.
    static var peerID: PeerID {
        var random = SeededRandom(seed: 66)
        return KeyPair(seed: random.bytes(32)).peerID
    }
}
