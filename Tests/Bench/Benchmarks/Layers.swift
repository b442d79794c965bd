import BenchWorkloads
import CAllocationCount
import Net

/// P2 and P17: the layers in memory, one on another, without sockets.
enum Layers {
    private static let volume = 64 << 20
    /// What is written at once.
    private static let blockBytes = 16_384 - 12

    /// P2: what Yamux adds to the cost of Noise, and the whole core.
    static func costs() throws -> [BenchmarkResult] {
        var channel = try ChannelPump()
        var muxed = try MuxedPump()
        var core = try CorePump()
        let block = [UInt8](repeating: 0, count: blockBytes)
        func cost(_ body: () throws -> Void) throws -> Double {
            try Clock.measureProcessor { for _ in 0..<volume / blockBytes { try body() } } / Double(volume)
                * 1e9
        }
        let pairs = try Pair.alternate(
            { try cost { try muxed.carry(block) } },
            over: { try cost { try channel.carry(block) } }
        )
        let shares = pairs.map { Pair(numerator: $0.numerator - $0.denominator, denominator: $0.denominator) }
        let coreCosts = try (0..<5).map { _ in try cost { try core.carry(block) } }
        var plain = PlainPump()
        let plainCosts = try (0..<5).map { _ in try cost { try plain.carry(block) } }
        return [
            BenchmarkResult(
                "P2",
                "what Yamux adds / Noise, 16 KiB",
                pairs: shares,
                gate: 0.15,
                aim: 0.08,
                isLowerBetter: true,
                details: [
                    "ns per byte, Yamux alone": Statistics(plainCosts).median,
                    "ns per byte, Noise": Statistics(pairs.map(\.denominator)).median,
                    "ns per byte, Noise + Yamux": Statistics(pairs.map(\.numerator)).median,
                    "ns per byte, two swarms": Statistics(coreCosts).median,
                ]
            )
        ]
    }

    /// P17: allocations for each block that crosses from one swarm to another, in steady state.
    static func allocations() throws -> [BenchmarkResult] {
        var core = try CorePump()
        let block = [UInt8](repeating: 0, count: blockBytes)
        for _ in 0..<1_000 { try core.carry(block) }
        let samples = try (0..<5).map { _ in
            let count = 1_000
            let before = allocation_count()
            for _ in 0..<count { try core.carry(block) }
            return Double(allocation_count() - before) / Double(count)
        }
        return [
            BenchmarkResult(
                "P17",
                "allocations per 16 KiB message, two swarms",
                samples: samples,
                unit: "calls",
                gate: 2,
                aim: 0,
                isLowerBetter: true
            )
        ]
    }
}

/// Two muxers and nothing between them.
private struct PlainPump {
    private var client = YamuxConnection(role: .client, now: .origin)
    private var server = YamuxConnection(role: .server, now: .origin)
    private var stream: YamuxStreamID?
    private var wire: [UInt8] = []
    private var buffer: [UInt8] = []

    mutating func carry(_ block: [UInt8]) throws {
        let id = try stream ?? client.openStream(now: .origin)
        stream = id
        guard try client.write(block[...], to: id) == block.count else {
            throw BenchmarkError("the muxer is full")
        }
        _ = client.writeFrames(into: &wire, limit: .max)
        try server.receive(wire[...], now: .origin)
        wire.removeAll(keepingCapacity: true)
        buffer.removeAll(keepingCapacity: true)
        guard try server.read(id, maximum: .max, into: &buffer, now: .origin) == block.count else {
            throw BenchmarkError("bytes got lost")
        }
        while server.pollEvent() != nil {}
        _ = server.writeFrames(into: &wire, limit: .max)
        try client.receive(wire[...], now: .origin)
        wire.removeAll(keepingCapacity: true)
        while client.pollEvent() != nil {}
    }
}

/// A Noise channel alone; the block is copied into it, and copied out at the other end, as a program would.
private struct ChannelPump {
    private var pair: NoisePair
    private var wire: [UInt8] = []
    private var buffer: [UInt8] = []

    init() throws { pair = try NoisePair.connected() }

    mutating func carry(_ block: [UInt8]) throws {
        pair.initiator.append(block[...])
        wire = try pair.initiator.takeOutbound(replacement: wire)
        var rest = wire[...]
        buffer.removeAll(keepingCapacity: true)
        while let plaintext = try pair.responder.open(&rest) { buffer.append(contentsOf: plaintext) }
        guard buffer.count == block.count else { throw BenchmarkError("bytes got lost") }
    }
}

/// Two muxers over a Noise channel.
private struct MuxedPump {
    private var pair: NoisePair
    private var client = YamuxConnection(role: .client, now: .origin)
    private var server = YamuxConnection(role: .server, now: .origin)
    private var stream: YamuxStreamID?
    private var wire: [UInt8] = []
    private var buffer: [UInt8] = []

    init() throws { pair = try NoisePair.connected() }

    mutating func carry(_ block: [UInt8]) throws {
        let id = try stream ?? client.openStream(now: .origin)
        stream = id
        guard try client.write(block[...], to: id) == block.count else {
            throw BenchmarkError("the muxer is full")
        }
        _ = client.writeFrames(into: &pair.initiator, limit: .max)
        wire = try pair.initiator.takeOutbound(replacement: wire)
        var rest = wire[...]
        while let plaintext = try pair.responder.open(&rest) { try server.receive(plaintext, now: .origin) }
        buffer.removeAll(keepingCapacity: true)
        guard try server.read(id, maximum: .max, into: &buffer, now: .origin) == block.count else {
            throw BenchmarkError("bytes got lost")
        }
        while server.pollEvent() != nil {}
        _ = server.writeFrames(into: &pair.responder, limit: .max)
        guard pair.responder.outboundByteCount > 0 else { return }
        wire = try pair.responder.takeOutbound(replacement: wire)
        rest = wire[...]
        while let plaintext = try pair.initiator.open(&rest) { try client.receive(plaintext, now: .origin) }
        while client.pollEvent() != nil {}
    }
}

extension NoisePair {
    /// Two ends that have shaken hands.
    fileprivate static func connected() throws -> NoisePair {
        guard let pair = shakeHands(identity(1), identity(2), number: 0) else {
            throw BenchmarkError("no handshake")
        }
        return pair
    }
}
