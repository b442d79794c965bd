import Foundation
import Testing

/// The hook that looks at commit messages.
@Suite("The commit hook")
struct CommitMessageTests {
    /// Runs the hook on a message; what it complains of, nil when it has nothing against it.
    private func complaint(_ message: String) throws -> String? {
        let file = FileManager.default.temporaryDirectory.appending(path: "message-\(UUID().uuidString)")
        try Data(message.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let hook = Process()
        let complaints = Pipe()
        hook.executableURL = Repository.url(of: "scripts/hooks/commit-msg")
        hook.arguments = [file.path]
        hook.standardError = complaints
        try hook.run()
        let text = String(decoding: complaints.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        hook.waitUntilExit()
        return hook.terminationStatus == 0 ? nil : text
    }

    @Test(
        "A message that says why and what checked it passes, as do those that git writes",
        arguments: [
            "gossip: keep what is asked for\n\nIt was lost.\n\nChecked: swift test\n",
            "net, docs: say how it ends\n\nWhy.\nChecked: make test\n# a comment\n",
            "docs: x\n\nWhy. Checked by hand.\n# ------------------------ >8 ------------------------\ndiff\n",
            "Merge branch 'main'\n", "Revert \"gossip: keep\"\n\nThis reverts commit 1.\n",
            "fixup! docs: x\n",
        ]
    )
    func passes(message: String) throws {
        #expect(try complaint(message) == nil)
    }

    @Test(
        "One without a body, an area or a check is refused, and so is the template as it is",
        arguments: [
            ("gossip: keep what is asked for\n", "no body"),
            ("gossip: keep what is asked for\n\n# Why:\n", "no body"),
            ("gossip: keep\nIt was lost. Checked.\n", "not blank"),
            ("Keep what is asked for\n\nWhy. Checked: x\n", "area: what changes"),
            ("gossip: " + String(repeating: "x", count: 65) + "\n\nWhy. Checked: x\n", "73 columns"),
            ("gossip: keep what is asked for\n\nIt was lost.\n", "Checked"),
        ]
    )
    func refuses(message: String, reason: String) throws {
        let complaint = try complaint(message)
        #expect(complaint?.contains(reason) == true, "\(complaint ?? "it passes")")
    }

    @Test("The template says nothing by itself")
    func template() throws {
        let template = try #require(Repository.text(of: ".gitmessage"))
        let lines = template.split(separator: "\n")
        #expect(!lines.isEmpty && lines.allSatisfy { $0.hasPrefix("#") })
        #expect(template.contains("Why:") && template.contains("Checked:"))
    }
}
