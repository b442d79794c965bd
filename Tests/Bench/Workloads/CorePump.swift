import Net

/// Two swarms in memory, and a stream from one to the other.
package struct CorePump: ~Copyable {
    private var link = MemoryLink(dialer: Self.swarm(1), listener: Self.swarm(2))
    private var outbound: StreamID?
    private var inbound: StreamID?
    private var buffer: [UInt8] = []
    private var received = 0
    private let now = Instant.origin + .seconds(1)

    private static let name = "/pump/1.0.0"

    /// Connects them and opens a stream.
    package init() throws(PumpError) {
        _ = link.listener.listen(on: link.address)
        link.dialer.dial(link.address, keep: false, now: now)
        while move() {}
        do throws(SwarmError) {
            outbound = try link.dialer.openStream(
                to: link.listener.localPeer,
                protocols: [Self.name],
                now: now
            )
        } catch {
            throw .notConnected
        }
        while move() {}
        guard inbound != nil else { throw .notConnected }
    }

    private static func swarm(_ number: UInt8) -> Swarm {
        var configuration = SwarmConfiguration(agentVersion: "bench/1.0")
        configuration.inboundProtocols = [name]
        let seed = [UInt8](repeating: number, count: 32)
        return Swarm(identity: KeyPair(seed: seed), configuration: configuration, seed: seed, now: .origin)
    }

    /// Takes a block from one program to the other.
    package mutating func carry(_ block: [UInt8]) throws(PumpError) {
        guard let outbound else { throw .notConnected }
        var written = 0
        do throws(StreamError) {
            written = try link.dialer.write(block[...], to: outbound, now: now)
        } catch {
            throw .lost
        }
        guard written == block.count else { throw .full }
        received = 0
        while move() {}
        guard received == block.count else { throw .lost }
    }

    /// Moves what is ready, both ways; false when nothing was.
    private mutating func move() -> Bool {
        let hasMoved = link.move(now: now)
        while link.dialer.pollEvent() != nil {}
        while let event = link.listener.pollEvent() {
            switch event {
            case .stream(let id, .opened(_, _, .inbound)): inbound = id
            case .stream(let id, .readable): read(id)
            default: break
            }
        }
        return hasMoved
    }

    private mutating func read(_ id: StreamID) {
        buffer.removeAll(keepingCapacity: true)
        do throws(StreamError) {
            received += try link.listener.read(id, maximum: .max, into: &buffer, now: now)
        } catch {
            // What is missing is noticed by `carry`.
        }
    }
}
