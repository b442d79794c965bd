import Foundation

/// The results as a table for people and as JSON for programs.
struct Report: Encodable {
    var results: [BenchmarkResult] = []
    let date = ISO8601DateFormatter().string(from: Date())
    let processors = ProcessInfo.processInfo.activeProcessorCount
    /// The load of the machine over the last minute when the run began: with others at work, take the figures
    /// lightly.
    let loadAtStart = Report.load()

    private enum CodingKeys: String, CodingKey {
        case results, date, processors
        case loadAtStart = "load_at_start"
    }

    private static let widths = [6, 48, 10, 20, 12, 8, 8, 10]

    static func showHeading() {
        show(["", "what", "median", "min..max", "unit", "gate", "aim", ""])
    }

    /// Prints one line of the table, with the details under it.
    static func show(_ result: BenchmarkResult) {
        guard let value = result.value else {
            print("\(result.id)  not measured: \(result.reason ?? "")")
            return
        }
        show([
            result.id, result.what, text(value.median), "\(text(value.min))..\(text(value.max))",
            result.unit ?? "", result.gate.map(text) ?? "-", result.aim.map(text) ?? "-",
            result.verdict == .none ? "-" : result.verdict.rawValue,
        ])
        var details = result.details ?? [:]
        details["processor seconds per GB"] = result.processorSecondsPerGigabyte
        for (name, value) in details.sorted(by: { $0.key < $1.key }) {
            print("        \(name): \(text(value))")
        }
    }

    private static func show(_ columns: [String]) {
        let cells = zip(columns, widths).map { text, width in
            text.padding(toLength: max(width, text.count + 1), withPad: " ", startingAt: 0)
        }
        print(cells.joined())
    }

    private static func text(_ number: Double) -> String { String(format: "%.4g", number) }

    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf",
            negativeInfinity: "-inf",
            nan: "nan"
        )
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
