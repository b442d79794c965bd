import Foundation

/// Another runner that plays one scene and answers with one line of JSON.
struct ChildRunner {
    private let process = Process()
    private let file: String
    private let output: URL

    init(_ file: String, arguments: [String]) throws {
        self.file = file
        output = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent(
            "scene-\(UUID().uuidString)"
        )
        // A file, since nobody reads while it runs.
        _ = FileManager.default.createFile(atPath: output.path, contents: nil)
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = arguments
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
    }

    var isRunning: Bool { process.isRunning }

    var isFailure: Bool { process.terminationStatus != 0 }

    /// Makes it end its scene, as Ctrl-C does; it leads a process group of its own, which the user's Ctrl-C
    /// does not reach.
    func interrupt() { process.interrupt() }

    /// What it wrote.
    var json: String {
        let text = (try? String(contentsOf: output, encoding: .utf8)) ?? ""
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The result as a line for people.
    var line: String {
        defer { try? FileManager.default.removeItem(at: output) }
        let object = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        let title = object?["scene"] as? String ?? file
        let summary = object?["summary"] as? String ?? "the runner ended with \(process.terminationStatus)"
        return "\(isFailure ? "✗" : "✓") \(title): \(summary)"
    }
}
