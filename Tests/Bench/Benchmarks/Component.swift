import Foundation
import Net

/// The component, as a user starts it.
enum Component {
    static let path = "build/hearsay.wasm"
    static let command = [
        "demo/wasmtime", "run", "-S", "inherit-network", path, "--identity", "memory", "--nick", "bench",
        "--stay",
    ]

    /// The address in a `listening` line of `--json`.
    static func listenAddress(in line: String) throws -> Multiaddr {
        guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
            let text = object["address"] as? String
        else { throw BenchmarkError("no address in \(line)") }
        return try Multiaddr(text: text)
    }

    /// P14: bytes of the stripped component.
    static func size() throws -> [BenchmarkResult] {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        guard let bytes = attributes[.size] as? Int else { throw BenchmarkError("\(path) has no size") }
        return [
            BenchmarkResult(
                "P14",
                "component, stripped",
                samples: [Double(bytes) / 1e6],
                unit: "MB",
                gate: 1.5,
                aim: 0.8,
                isLowerBetter: true
            )
        ]
    }

    /// P15: from starting the process to its `ready` event.
    static func coldStart() throws -> [BenchmarkResult] {
        let native = ["build/hearsay", "--headless", "--identity", "memory", "--nick", "bench", "--stay"]
        var results: [BenchmarkResult] = []
        for (name, command, gate, aim) in [
            ("native", native, 30.0, 10.0), ("component", Self.command, 80, 30),
        ] {
            guard FileManager.default.fileExists(atPath: name == "native" ? "build/hearsay" : path) else {
                continue
            }
            _ = try start(command)
            results.append(
                BenchmarkResult(
                    "P15",
                    "cold start to ready, \(name)",
                    samples: try (0..<7).map { _ in try start(command) * 1_000 },
                    unit: "ms",
                    gate: gate,
                    aim: aim,
                    isLowerBetter: true
                )
            )
        }
        guard !results.isEmpty else { throw BenchmarkError("neither program is built") }
        return results
    }

    private static func start(_ command: [String]) throws -> Double {
        let begin = Clock.seconds
        let child = try Child(command + ["--json", "--listen", "/ip4/127.0.0.1/tcp/0"])
        defer { child.end() }
        _ = try child.readLine(containing: "\"ready\"")
        return Clock.seconds - begin
    }
}
