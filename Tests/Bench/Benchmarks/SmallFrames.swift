import Net

/// P9: small messages there and back.
enum SmallFrames {
    static func echo() throws -> [BenchmarkResult] {
        let rounds = 4_000
        let server = try Child.role("--serve", "peer")
        defer { server.end() }
        let raw = try Child.role("--serve", "raw")
        defer { raw.end() }
        let client = try BenchPeer(number: 2)
        defer { client.end() }
        try client.connect(to: try Multiaddr(text: try server.readLine()))
        guard let port = UInt16(try raw.readLine()) else {
            throw BenchmarkError("the raw server told no port")
        }
        let pairs = try Pair.alternate(
            {
                try Clock.measure { try client.run(PingPongTask(rounds: rounds, bytes: 64)) } / Double(rounds)
                    * 1e6
            },
            over: { try RawTCP.pingPong(port: port, rounds: rounds, bytes: 64) / Double(rounds) * 1e6 },
            count: 7
        )
        return [
            BenchmarkResult(
                "P9",
                "64-byte echo / raw TCP ping-pong, time",
                pairs: pairs,
                gate: 4,
                aim: 2,
                isLowerBetter: true,
                details: [
                    "microseconds": Statistics(pairs.map(\.numerator)).median,
                    "microseconds, raw": Statistics(pairs.map(\.denominator)).median,
                ]
            )
        ]
    }
}
