/// Every benchmark and its name.
enum Catalogue {
    /// In the order in which they are run.
    static let all: [(name: String, run: @Sendable () throws -> [BenchmarkResult])] = [
        ("P1", Throughput.native),
        ("P1w", Throughput.component),
        ("P2", Layers.costs),
        ("P3", Cryptography.aead),
        ("P4", Cryptography.framing),
        ("P5", Cryptography.handshakes),
        ("P7", Distance.roundTrips),
        ("P8", Distance.windowGrowth),
        ("P9", SmallFrames.echo),
        ("P10", GossipBenchmarks.reception),
        ("P12", GossipBenchmarks.heartbeat),
        ("P14", Component.size),
        ("P15", Component.coldStart),
        ("P16", Memory.idleConnections),
        ("P17", Layers.allocations),
    ]
}
