/// How a play ended, as a line for people.
struct PlayOutcome {
    let isFailure: Bool
    let title: String
    let summary: String
    /// Holds the transcript; after a failure also every peer's output.
    let folder: String

    /// A line, and for a failure where its logs are.
    var line: String {
        isFailure ? "✗ \(title): \(summary)\n  logs: \(folder)/" : "✓ \(title): \(summary)"
    }
}
