import Net

/// A swarm under attack: one accepted connection, whose bytes the attacker writes by hand.
struct SwarmVictim: ~Copyable {
    var swarm: Swarm
    let connection = ConnectionID(accepted: 1)
    private(set) var now = Instant.origin
    /// What the victim has sent and the attacker has not looked at.
    private(set) var output: [UInt8] = []
    private(set) var events: [SwarmEvent] = []
    /// Whether the victim has given the connection up.
    private(set) var isClosed = false
    private(set) var isPaused = false
    /// Whether the attacker reads: otherwise nothing that the victim sends is ever reported as sent.
    var isReading = true

    init(number: UInt64 = 1) {
        var configuration = SwarmConfiguration(agentVersion: "victim/1.0")
        configuration.inboundProtocols = ["/echo/1.0.0"]
        configuration.servesPerf = true
        configuration.pingInterval = nil
        var random = SeededRandom(seed: number)
        swarm = Swarm(
            identity: KeyPair(seed: random.bytes(32)),
            configuration: configuration,
            seed: random.bytes(32),
            now: .origin
        )
        let listener = swarm.listen(on: Self.address)
        swarm.receive(.listening(listener, [Self.address]), now: .origin)
        swarm.receive(
            .accepted(connection, on: listener, local: Self.address, remote: Self.address),
            now: .origin
        )
        drain()
    }

    static var address: Multiaddr {
        do throws(MultiaddrError) {
            return try Multiaddr(text: "/ip4/10.0.0.1/tcp/4001")
        } catch {
            preconditionFailure("the text is a multiaddr")
        }
    }

    mutating func feed(_ bytes: [UInt8]) {
        guard !isClosed else { return }
        swarm.receive(bytes[...], on: connection, now: now)
        drain()
    }

    mutating func advance(by interval: Interval) {
        let end = now + interval
        while let deadline = swarm.nextDeadline, deadline <= end, !isClosed {
            now = max(now, deadline)
            swarm.handleTimeout(now: now)
            drain()
        }
        now = end
    }

    /// Takes what the victim has sent.
    mutating func takeOutput() -> [UInt8] {
        defer { output = [] }
        return output
    }

    /// Whether a peer was ever reported.
    var wasConnected: Bool {
        events.contains { event in
            if case .connected = event { true } else { false }
        }
    }

    /// Why the peer was lost, if it was.
    var disconnectReason: DisconnectReason? {
        for event in events {
            if case .disconnected(_, let reason) = event { return reason }
        }
        return nil
    }

    private mutating func drain() {
        var isBusy = true
        while isBusy {
            isBusy = false
            while let event = swarm.pollEvent() {
                events.append(event)
                isBusy = true
            }
            while let effect = swarm.pollEffect() {
                carryOut(effect)
                isBusy = true
            }
        }
    }

    private mutating func carryOut(_ effect: TransportEffect) {
        switch effect {
        case .flush(connection):
            let bytes = swarm.takeOutbound(connection, replacement: [])
            output += bytes
            if isReading { swarm.receive(.sent(connection, byteCount: bytes.count), now: now) }
        case .close(connection), .abort(connection): isClosed = true
        case .pauseReading(connection): isPaused = true
        case .resumeReading(connection): isPaused = false
        default: return
        }
    }
}
