import Foundation

/// P11: whole networks of routers on a virtual clock, against what theory says of a random graph.
enum Simulation {
    /// What `gossip-sim --json` prints, as far as it is needed.
    private struct Run: Decodable {
        let delivery, mean_hops, expected_hops, copies_per_node, mean_mesh_degree, bytes_per_peer,
            wall_s: Double
    }

    /// 1,000 peers, and 10,000 if `isLarge`.
    static func networks(isLarge: Bool) throws -> [BenchmarkResult] {
        try ([1_000] + (isLarge ? [10_000] : [])).flatMap { peers in
            try [6, 8].flatMap { degree in try network(peers: peers, degree: degree) }
        }
    }

    private static func network(peers: Int, degree: Int) throws -> [BenchmarkResult] {
        let child = try Child([
            "build/gossip-sim", "--peers", "\(peers)", "--degree", "\(degree)", "--seed", "1", "--json",
        ])
        defer { child.end() }
        let run = try JSONDecoder().decode(Run.self, from: Data(try child.readLine().utf8))
        let name = "\(peers) peers, D = \(degree)"
        let hops = run.mean_hops / run.expected_hops
        let copies = run.copies_per_node / (run.mean_mesh_degree - 1)
        return [
            BenchmarkResult("P11", "delivered, \(name)", samples: [run.delivery], unit: "share", gate: 1),
            BenchmarkResult(
                "P11",
                "hops / log(N) to base D-1, off by, \(name)",
                samples: [abs(hops - 1)],
                unit: "share",
                gate: 0.1,
                isLowerBetter: true,
                details: ["ratio": hops]
            ),
            BenchmarkResult(
                "P11",
                "copies / (mesh degree - 1), off by, \(name)",
                samples: [abs(copies - 1)],
                unit: "share",
                gate: 0.1,
                isLowerBetter: true,
                details: ["ratio": copies]
            ),
            BenchmarkResult(
                "P11",
                "memory for each peer, \(name)",
                samples: [run.bytes_per_peer / 1_000],
                unit: "KB",
                gate: 20,
                isLowerBetter: true,
                details: ["wall seconds": run.wall_s]
            ),
        ]
    }
}
