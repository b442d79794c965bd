import Foundation

/// P6: the same workloads in both builds.
enum TwoBuilds {
    private static let component = "build/bench.wasm"

    static func compare() throws -> [BenchmarkResult] {
        guard FileManager.default.fileExists(atPath: component) else {
            throw BenchmarkError("\(component) is not built")
        }
        let rows: [(name: String, what: String, count: Int, gate: Double, aim: Double)] = [
            ("aead-256", "seal + open, 256 bytes", 100_000, 0.2, 0.35),
            ("aead-16384", "seal + open, 16384 bytes", 4_000, 0.2, 0.35),
            ("records-256", "Noise records, 256 bytes", 100_000, 0.2, 0.35),
            ("records-16384", "Noise records, 16384 bytes", 4_000, 0.2, 0.35),
            ("handshakes", "handshakes", 200, 0.2, 0.35),
            ("reception", "router receives signed messages", 500, 0.2, 0.35),
            ("heartbeats", "router's heartbeats, 50 peers, 64 topics", 300, 0.45, 0.7),
        ]
        return try rows.map { row in
            var native = try NativeWorkload(row.name)
            let pairs = try Pair.alternate(
                { 1 / (try inComponent(row.name, row.count)) },
                over: { 1 / (try native.wallSecondsEach(row.count)) }
            )
            return BenchmarkResult(
                "P6",
                "wasm / native, \(row.what)",
                pairs: pairs,
                gate: row.gate,
                aim: row.aim
            )
        }
    }

    /// Seconds for each repetition, by the component's own clock.
    private static func inComponent(_ name: String, _ count: Int) throws -> Double {
        let child = try Child(["demo/wasmtime", "run", component, name, "\(count)"])
        defer { child.end() }
        guard let nanoseconds = Double(try child.readLine()) else {
            throw BenchmarkError("\(component) answers something else than expected")
        }
        return nanoseconds / 1e9 / Double(count)
    }
}
