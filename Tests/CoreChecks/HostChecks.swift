import Net
import SimulatedNetwork

/// Streams, messages and requests of a host.
let hostChecks: [CoreCheck] = [
    CoreCheck("Bytes and messages of a host come back, however the bytes travel") { check in
        for conditions in [NetworkConditions(), .rough, .singleBytes] {
            let (network, peer) = connected(conditions)
            let bytes = network.with(0) { $0.open(peer, HostPeer.bytes) }
            let messages = network.with(0) { $0.open(peer, HostPeer.messages) }
            guard let bytes, let messages else {
                check.fail("streams open")
                continue
            }
            network.with(0) { one in
                one.host.send(pattern(3_000), on: bytes)
                for length in [0, 1, 127, 128, 1_000] { one.host.send(pattern(length), on: messages) }
                one.host.finish(bytes)
                one.host.finish(messages)
                // What comes after the end is not sent.
                one.host.send([1], on: bytes)
            }
            network.run(for: .seconds(60))
            let one = network.peers[0]
            check.expect(one.received[bytes]?.flatMap { $0 } == pattern(3_000), "the bytes come back")
            check.expectEqual(
                one.received[messages] ?? [],
                [0, 1, 127, 128, 1_000].map { pattern($0) },
                "the messages come back one by one"
            )
            check.expectEqual(
                [one.ends[bytes], one.ends[messages]],
                [.finished, .finished],
                "both end well"
            )
        }
    },
    CoreCheck("A message that is too long, and one that is cut short, end their stream alone") { check in
        let (network, peer) = connected(NetworkConditions())
        let long = network.with(0) { $0.open(peer, HostPeer.messages) }
        let good = network.with(0) { $0.open(peer, HostPeer.messages) }
        let other = network.with(0) { $0.open(peer, HostPeer.bytes) }
        guard let long, let good, let other else { return check.fail("streams open") }
        network.with(0) { $0.host.send([1], on: long) }
        network.run(for: .seconds(1))
        network.with(0) { one in
            one.host.send(pattern(1_001), on: long)
            one.host.send(pattern(10), on: good)
            one.host.send(pattern(10), on: other)
        }
        network.run(for: .seconds(5))
        check.expectEqual(network.peers[0].ends[long], .reset, "the long one is reset")
        check.expectEqual(network.peers[0].received[good] ?? [], [pattern(10)], "the others are not")
        check.expect(network.peers[1].ends.values.contains(.badMessage), "and the reader is told why")
    },
    CoreCheck("Several protocols may be proposed, and none that is spoken is told") { check in
        let (network, peer) = connected(.rough)
        let second = network.with(0) { one in
            let stream = one.open(peer, "/unknown/1", HostPeer.bytes)
            // Kept until the protocol is agreed on.
            if let stream { one.host.send([1, 2, 3], on: stream) }
            return stream
        }
        let none = network.with(0) { $0.open(peer, "/unknown/1") }
        guard let second, let none else { return check.fail("streams open") }
        network.run(for: .seconds(5))
        check.expectEqual(network.peers[0].received[second] ?? [], [[1, 2, 3]], "the second is spoken")
        check.expectEqual(network.peers[0].ends[none], .refused, "the other is refused")
    },
    CoreCheck("An echo collects nothing for a peer that does not read, and loses nothing") { check in
        let (network, peer) = connected(NetworkConditions())
        guard let stream = network.with(0, { $0.open(peer, HostPeer.bytes) }) else {
            return check.fail("a stream opens")
        }
        network.with(0) { one in
            one.host.pause(stream)
            one.host.send(pattern(1_500_000), on: stream)
        }
        network.run(for: .seconds(20))
        let limit = network.peers[1].host.configuration.readPauseBytes + 65_536
        check.expect(network.peers[1].longestBacklog > 0, "the echo has to wait")
        check.expect(network.peers[1].longestBacklog <= limit, "but what waits is bounded")
        check.expect(network.peers[0].host.backlog(of: stream) > 0, "so the sender waits too")
        network.with(0) { one in
            one.host.resume(stream)
            one.host.finish(stream)
        }
        network.run(for: .seconds(60))
        check.expect(
            network.peers[0].received[stream]?.flatMap { $0 } == pattern(1_500_000),
            "everything comes back once it is read"
        )
        check.expectEqual(network.peers[0].ends[stream], .finished, "and the stream ends well")
        check.expect(network.peers[0].drainedCount > 0, "the sender is told when all is on its way")
        // A sender still reads, or the two would wait for each other without end.
        guard let second = network.with(0, { $0.open(peer, HostPeer.bytes) }) else {
            return check.fail("another stream opens")
        }
        network.with(0) { one in
            one.host.send(pattern(1_500_000), on: second)
            one.host.finish(second)
        }
        network.run(for: .seconds(60))
        check.expectEqual(network.peers[0].ends[second], .finished, "a reader that sends much gets on")
    },
    CoreCheck("Beyond the backlog's limit a stream is reset, alone") { check in
        let (network, peer) = connected(NetworkConditions()) { $0.maximumBacklogBytes = 100_000 }
        let greedy = network.with(0) { $0.open(peer, HostPeer.bytes) }
        let modest = network.with(0) { $0.open(peer, HostPeer.bytes) }
        guard let greedy, let modest else { return check.fail("streams open") }
        network.with(0) { one in
            for _ in 0..<100 { one.host.send(pattern(90_000), on: greedy) }
            one.host.send([7], on: modest)
        }
        network.run(for: .seconds(5))
        check.expectEqual(network.peers[0].ends[greedy], .overrun, "reset")
        check.expectEqual(network.peers[0].received[modest] ?? [], [[7]], "the other goes on")
    },
    CoreCheck("A request is answered, by the stream's ends alone") { check in
        for conditions in [NetworkConditions(), .rough] {
            let (network, peer) = connected(conditions)
            let bodies = [[], [5], pattern(5_000)]
            let streams = network.with(0) { one in bodies.map { one.request(peer, HostPeer.double, $0) } }
            network.run(for: .seconds(10))
            for (stream, body) in zip(streams, bodies) {
                check.expectEqual(
                    stream.flatMap { network.peers[0].responses[$0] },
                    body + body,
                    "\(body.count) bytes are answered"
                )
            }
            check.expect(network.peers[0].failures.isEmpty, "none fails")
            check.expect(
                network.peers[0].opened.isEmpty && network.peers[1].opened.isEmpty,
                "no stream is told of"
            )
        }
    },
    CoreCheck("A request without an answer fails with its reason") { check in
        let (network, peer) = connected(NetworkConditions()) {
            $0.requestTimeout = .seconds(7)
            $0.maximumResponseBytes = 1_000
        }
        let start = network.now
        let requests: [(String, [UInt8], RequestError)] = [
            ("/unknown/1", [1], .unsupported), (HostPeer.mute, [1], .timedOut),
            (HostPeer.double, pattern(5_001), .unsupported), (HostPeer.double, pattern(501), .tooLarge),
            (HostPeer.double, pattern(5_000_000), .tooLarge),
        ]
        let streams = network.with(0) { one in requests.map { one.request(peer, $0.0, $0.1) } }
        check.expect(
            network.run(within: .seconds(30)) { $0.peers[0].failures.count == requests.count },
            "each fails"
        )
        check.expectEqual((network.now - start).seconds.rounded(), 7, "the last at its time")
        for (stream, request) in zip(streams, requests) {
            let failure = stream.flatMap { network.peers[0].failures[$0] }
            check.expectEqual(failure, request.2, request.2.description + " " + request.0)
        }
        let lost = network.with(0) { $0.request(peer, HostPeer.mute, [1]) }
        network.run(for: .seconds(1))
        network.resetConnections(of: 1)
        network.run(for: .seconds(1))
        check.expectEqual(lost.flatMap { network.peers[0].failures[$0] }, .reset, "a lost connection ends it")
        check.expect(
            network.with(0) { $0.request(peer, HostPeer.mute, [1]) } == nil,
            "then there is nobody to ask"
        )
    },
    CoreCheck("The timer of a host comes once, at its time") { check in
        let (network, _) = connected(NetworkConditions())
        network.with(0) { $0.host.setTimer($0.host.now + .seconds(3)) }
        network.run(for: .milliseconds(2_999))
        check.expectEqual(network.peers[0].timerCount, 0, "not before")
        network.run(for: .milliseconds(1))
        check.expectEqual(network.peers[0].timerCount, 1, "then")
        network.run(for: .seconds(10))
        check.expectEqual(network.peers[0].timerCount, 1, "and not again")
    },
    CoreCheck("A program says why it ends, and ends when its connections have") { check in
        for (arguments, status, line) in [
            (["nonsense"], Int32(64), "error: "), (["/ip4/10.0.0.9/tcp/1"], 1, "error: "), ([], 0, "bye"),
        ] {
            let console = ProgramConsole(arguments: arguments, unixNanoseconds: 0)
            let network = SimulatedNetwork<ProgramPeer>(seed: 1)
            network.add(ProgramPeer(console))
            check.expect(
                network.run(within: .seconds(30)) { $0.peers[0].client.exitStatus != nil },
                "it ends"
            )
            check.expectEqual(network.peers[0].client.exitStatus, status, "with its status")
            let lines = console.takeLines()
            check.expectEqual(lines.count, 1, "after one line")
            check.expect(lines.first?.hasPrefix(line) == true, "that says why")
        }
    },
]

/// A program that dials its argument, and ends after a second where it has none.
private struct DialProgram: PeerProgram {
    static var configuration: HostConfiguration { HostConfiguration(agentVersion: "dial/1.0") }

    let console: ProgramConsole

    init(host: PeerHost, console: ProgramConsole) throws(MultiaddrError) {
        self.console = console
        if let address = console.arguments.first {
            host.dial(try Multiaddr(text: address))
        } else {
            host.setTimer(host.now + .seconds(1))
        }
    }

    mutating func receive(_ event: HostEvent) {
        switch event {
        case .dialFailed(_, let error): console.fail(error.description)
        case .timer:
            console.write("bye")
            console.finish()
            // The first word counts.
            console.fail("too late")
        default: return
        }
    }
}

/// The program in a simulated network.
private struct ProgramPeer: SimulatedPeer {
    var client: PeerProgramClient<DialProgram>

    init(_ console: ProgramConsole) {
        client = PeerProgramClient(
            console: console,
            entropy: [UInt8](repeating: 7, count: PeerProgramClient<DialProgram>.entropyBytes),
            now: .origin
        )
    }

    mutating func runProgram(now: Instant) -> Bool { false }

    mutating func receive(_ input: TransportInput, now: Instant) {
        client.receive(input, now: now)
    }

    mutating func receive(_ bytes: ArraySlice<UInt8>, on connection: ConnectionID, now: Instant) {
        client.receive(bytes, on: connection, now: now)
    }

    mutating func handleTimeout(now: Instant) {
        client.handleTimeout(now: now)
    }

    var nextDeadline: Instant? { client.nextDeadline }

    mutating func pollEffect() -> TransportEffect? {
        client.pollEffect()
    }

    mutating func takeOutbound(_ connection: ConnectionID, replacement: consuming [UInt8]) -> [UInt8] {
        client.takeOutbound(connection, replacement: replacement)
    }
}

extension SimulatedNetwork where Peer == HostPeer {
    /// Gives a peer a command and returns its answer.
    @discardableResult
    fileprivate func with<Result>(_ peer: Int, _ command: (inout HostPeer) -> Result) -> Result {
        var result: Result?
        change(peer) { peer, now in
            peer.host.advance(to: now)
            result = command(&peer)
        }
        guard let result else { preconditionFailure("the command is carried out at once") }
        return result
    }
}

/// Two hosts, the first of which has dialled the second; and the second's id.
private func connected(
    _ conditions: NetworkConditions,
    configure: (inout HostConfiguration) -> Void = { _ in }
) -> (network: SimulatedNetwork<HostPeer>, peer: PeerID) {
    let network = SimulatedNetwork<HostPeer>(seed: 1, conditions: conditions)
    for number in 0...1 as ClosedRange<UInt64> { network.add(HostPeer(number: number, configure: configure)) }
    let address = SimulatedNetwork<HostPeer>.address(of: 1)
    network.with(1) { $0.host.listen(on: address) }
    network.run(for: .milliseconds(1))
    network.with(0) { $0.host.dial(address) }
    network.run(for: .seconds(5))
    return (network, network.peers[1].host.localPeer)
}
