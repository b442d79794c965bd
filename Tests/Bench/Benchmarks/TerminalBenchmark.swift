import Foundation

/// TERM: the terminal's model and view, without a terminal.
enum TerminalBenchmark {
    private struct Figure: Decodable {
        let median_ms, worst_ms: Double
    }

    private struct Run: Decodable {
        let page_up, jump, search, flood_frame: Figure
    }

    /// The worst time of each, against one picture at 60 a second.
    static func room() throws -> [BenchmarkResult] {
        let program = "build/terminal-bench"
        guard FileManager.default.fileExists(atPath: program) else {
            throw BenchmarkError("\(program) is not built")
        }
        let child = try Child([program])
        defer { child.end() }
        let run = try JSONDecoder().decode(Run.self, from: Data(try child.readLine().utf8))
        return [
            ("a page up", run.page_up), ("from end to end", run.jump), ("a search", run.search),
            ("17 messages and a key", run.flood_frame),
        ].map { name, figure in
            BenchmarkResult(
                "TERM",
                "100,000 lines: \(name), at worst",
                samples: [figure.worst_ms],
                unit: "ms",
                gate: 1_000 / 60,
                isLowerBetter: true,
                details: ["median ms": figure.median_ms]
            )
        }
    }
}
