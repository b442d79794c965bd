import Foundation

/// The results as a table for people and as JSON for programs.
struct Report: Encodable {
    var results: [BenchmarkResult] = []
    let date = ISO8601DateFormatter().string(from: Date())
    let processors = ProcessInfo.processInfo.activeProcessorCount
    /// The load of the machine over the last minute when the run began: with others at work, take the figures lightly.
    let loadAtStart = Report.load()

    /// Prints one line of the table, with the details under it.
    static func show(_ result: BenchmarkResult) {
        func text(_ number: Double) -> String { String(format: "%.4g", number) }
        func bound(_ number: Double?) -> String { number.map(text) ?? "-" }
        let range = "\(text(result.value.minimum))..\(text(result.value.maximum))"
        let columns: [(String, Int)] = [
            (result.name, 8), (result.title, 46), (text(result.value.median), 10), (range, 20),
            (result.unit, 12),
            (bound(result.gate), 8), (bound(result.aim), 8), (result.verdict, 6),
        ]
        print(
            columns.map { $0.0.padding(toLength: max($0.1, $0.0.count + 1), withPad: " ", startingAt: 0) }
                .joined()
        )
        for (name, value) in result.details.sorted(by: { $0.key < $1.key }) {
            print("          \(name): \(text(value))")
        }
    }

    static func showHeading() {
        let columns: [(String, Int)] = [
            ("", 8), ("what", 46), ("median", 10), ("min..max", 20), ("unit", 12), ("gate", 8), ("aim", 8),
            ("", 6),
        ]
        print(columns.map { $0.0.padding(toLength: $0.1, withPad: " ", startingAt: 0) }.joined())
    }

    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let url = URL(fileURLWithPath: path)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try encoder.encode(self).write(to: url)
    }

    private static func load() -> Double {
        let text = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? ""
        return Double(text.split(separator: " ").first ?? "") ?? 0
    }
}
