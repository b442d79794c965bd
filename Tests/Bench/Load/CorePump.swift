import Net

/// Two swarms in memory: whatever one has to send, the other is given.
struct CorePump: ~Copyable {
    private var client: Swarm
    private var server: Swarm
    private let clientConnection = ConnectionID(dialled: 1)
    private let serverConnection = ConnectionID(accepted: 1)
    private var stream: StreamID?
    private var inbound: StreamID?
    private var wire: [UInt8] = []
    private var buffer: [UInt8] = []
    private var received = 0
    private let now = Instant.origin + .seconds(1)

    /// Connects them and opens a stream.
    init() throws {
        client = Self.swarm(1)
        server = Self.swarm(2)
        let address = try Multiaddr(text: "/ip4/127.0.0.1/tcp/1")
        let listener = server.listen(on: address)
        while server.pollEffect() != nil {}
        server.receive(.listening(listener, [address]), now: now)
        client.dial(address, keep: false, now: now)
        while client.pollEffect() != nil {}
        server.receive(.accepted(serverConnection, on: listener, local: address, remote: address), now: now)
        client.receive(.connected(clientConnection, local: nil, remote: address), now: now)
        while move() {}
        stream = try client.openStream(to: server.localPeer, protocols: [PingPongTask.name], now: now)
        while move() {}
        guard inbound != nil else { throw BenchmarkError("no stream") }
    }

    private static func swarm(_ number: UInt8) -> Swarm {
        var configuration = SwarmConfiguration(agentVersion: "bench/1.0")
        configuration.inboundProtocols = [PingPongTask.name]
        let seed = [UInt8](repeating: number, count: 32)
        return Swarm(identity: KeyPair(seed: seed), configuration: configuration, seed: seed, now: .origin)
    }

    /// Takes a block from one program to the other.
    mutating func carry(_ block: [UInt8]) throws {
        guard let stream, try client.write(block[...], to: stream, now: now) == block.count else {
            throw BenchmarkError("the stream is full")
        }
        received = 0
        while move() {}
        guard received == block.count else { throw BenchmarkError("bytes got lost") }
    }

    /// Moves what is ready, both ways; false when nothing was.
    private mutating func move() -> Bool {
        let hasSent = Self.move(from: &client, clientConnection, to: &server, serverConnection, &wire, now)
        let hasAnswered = Self.move(
            from: &server,
            serverConnection,
            to: &client,
            clientConnection,
            &wire,
            now
        )
        drainEvents()
        return hasSent || hasAnswered
    }

    private static func move(
        from: inout Swarm,
        _ source: ConnectionID,
        to: inout Swarm,
        _ target: ConnectionID,
        _ wire: inout [UInt8],
        _ now: Instant
    ) -> Bool {
        var hasMoved = false
        while let effect = from.pollEffect() {
            guard case .flush = effect else { continue }
            wire = from.takeOutbound(source, replacement: wire)
            guard !wire.isEmpty else { continue }
            hasMoved = true
            to.receive(wire[...], on: target, now: now)
            from.receive(.sent(source, byteCount: wire.count), now: now)
        }
        return hasMoved
    }

    private mutating func drainEvents() {
        while client.pollEvent() != nil {}
        while let event = server.pollEvent() {
            switch event {
            case .stream(let id, .opened(_, _, .inbound)): inbound = id
            case .stream(let id, .readable):
                buffer.removeAll(keepingCapacity: true)
                received += (try? server.read(id, maximum: .max, into: &buffer, now: now)) ?? 0
            default: break
            }
        }
    }
}
