import BenchWorkloads

/// P10 and P12: the router, by itself and among processes.
enum GossipBenchmarks {
    /// P12: time of one heartbeat.
    static func heartbeat() -> [BenchmarkResult] {
        [(50, 1), (50, 64), (500, 10), (5_000, 1)].map { peers, topics in
            var router = HeartbeatWorkload(peers: peers, topics: topics)
            _ = router.run(5)
            let samples = (0..<25).map { _ in Clock.measureProcessor { _ = router.run(1) } * 1_000 }
            let isGated = peers == 50 && topics == 64
            return BenchmarkResult(
                "P12",
                "heartbeat, \(peers) peers, \(topics) topics",
                samples: samples,
                unit: "ms",
                gate: isGated ? 10 : nil,
                aim: isGated ? 3 : nil,
                isLowerBetter: true
            )
        }
    }

    /// P10: messages delivered to six peers, against py-libp2p; and messages taken in, against a signature
    /// check for each.
    static func delivery() throws -> [BenchmarkResult] {
        [try againstPython(), try againstVerification()]
    }

    private static func againstPython() throws -> BenchmarkResult {
        let ours = try GossipScene(["build/hearsay"])
        defer { ours.end() }
        let python = try GossipScene(["build/python/bin/python", "Tests/Suites/Interop/stranger.py"])
        defer { python.end() }
        let pairs = try Pair.alternate(
            { try ours.deliveriesPerSecond(messages: 2_000) },
            over: { try python.deliveriesPerSecond(messages: 100) }
        )
        return BenchmarkResult(
            "P10",
            "200-byte messages to 6 peers / py-libp2p",
            pairs: pairs,
            gate: 10,
            details: [
                "delivered per second": Statistics(pairs.map(\.numerator)).median,
                "delivered per second, py-libp2p": Statistics(pairs.map(\.denominator)).median,
            ]
        )
    }

    private static func againstVerification() throws -> BenchmarkResult {
        var reception = try NativeWorkload("reception")
        var verification = try NativeWorkload("verification")
        let pairs = try Pair.alternate(
            { 1 / (try reception.secondsEach(400)) },
            over: { 1 / (try verification.secondsEach(400)) },
            count: 7
        )
        return BenchmarkResult(
            "P10",
            "200-byte messages a router receives / verify",
            pairs: pairs,
            gate: 0.5,
            aim: 0.85,
            details: ["messages per second": Statistics(pairs.map(\.numerator)).median]
        )
    }
}
