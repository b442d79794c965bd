import Foundation

/// Another runner that plays one scene and answers with one line of JSON.
struct ChildRunner {
    private let process = Process()
    private let file: String
    private let folder: String
    private let output: URL

    /// - Parameter folder: Where the runner leaves the play's transcript and what the peers wrote.
    init(_ file: String, folder: String, arguments: [String]) throws {
        self.file = file
        self.folder = folder
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

    /// Makes it end its scene, as Ctrl-C does; it leads a process group of its own, which the user's Ctrl-C
    /// does not reach.
    func interrupt() { process.interrupt() }

    /// What it wrote, and what that says. Call it once, after the end.
    func result() -> (json: String, outcome: PlayOutcome) {
        defer { try? FileManager.default.removeItem(at: output) }
        let text = (try? String(contentsOf: output, encoding: .utf8)) ?? ""
        let object = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        let outcome = PlayOutcome(
            isFailure: process.terminationStatus != 0,
            title: object?["scene"] as? String ?? file,
            summary: object?["summary"] as? String
                ?? "the runner ended with \(process.terminationStatus)",
            folder: folder
        )
        return (text.trimmingCharacters(in: .whitespacesAndNewlines), outcome)
    }
}
