/// Every benchmark and its name.
enum Catalogue {
    /// In the order in which they are run.
    ///
    /// - Parameter isLarge: Whether to simulate 10,000 peers too, which takes minutes.
    static func all(isLarge: Bool) -> [(name: String, run: () throws -> [BenchmarkResult])] {
        [
            ("P1", Throughput.native),
            ("P1w", Throughput.component),
            ("P2", Layers.costs),
            ("P3", Cryptography.aead),
            ("P4", Cryptography.framing),
            ("P5", Cryptography.handshakes),
            ("P6", TwoBuilds.compare),
            ("P7", Distance.roundTrips),
            ("P8", Distance.windowGrowth),
            ("P9", SmallFrames.echo),
            ("P10", GossipBenchmarks.delivery),
            ("P11", { try Simulation.networks(isLarge: isLarge) }),
            ("P12", GossipBenchmarks.heartbeat),
            ("P13", AttackCost.floods),
            ("P14", Component.size),
            ("P15", Component.coldStart),
            ("P16", Memory.idleConnections),
            ("P17", Layers.allocations),
            ("TERM", TerminalBenchmark.room),
        ]
    }
}
