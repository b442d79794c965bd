import Foundation
import Testing

/// docs/hostile-inputs.md: the rows have tags by which sources and tests name them, and name tests
/// themselves.
@Suite("The table of hostile inputs")
struct HostileInputTests {
    private struct Row {
        let tag: String
        let cells: [String]
    }

    private static let path = "docs/hostile-inputs.md"

    private func rows() throws -> [Row] {
        let page = try #require(Page(path: Self.path))
        return try page.matches(of: #"(?m)^\| ([BT][0-9]+) \|(.*)\|$"#).map { groups in
            Row(
                tag: groups[1],
                cells: groups[2].components(separatedBy: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            )
        }
    }

    /// The files that may name a row: sources and tests in any language.
    private func naming() -> [(path: String, text: String)] {
        ["Sources", "Tests", "demo", "docs"].flatMap { Repository.paths(below: $0) }
            .filter { path in
                [".swift", ".py", ".md", ".c", ".h", "/run"].contains { path.hasSuffix($0) }
                    && path != Self.path
            }
            .compactMap { path in Repository.text(of: path).map { (path, $0) } }
    }

    @Test("B1 to B52 and T1 to T10 are rows, each once")
    func tags() throws {
        #expect(
            Set(try rows().map(\.tag)) == Set((1...52).map { "B\($0)" } + (1...10).map { "T\($0)" })
        )
        #expect(try rows().count == 62)
    }

    @Test("A tag that a source or a test names is a row")
    func named() throws {
        let tags = Set(try rows().map(\.tag))
        var count = 0
        for (path, text) in naming() {
            for match in try Repository.matches(of: #"\(([BT][0-9]{1,2})\)"#, in: text) {
                #expect(tags.contains(match[1]), "\(path): \(match[1])")
                count += 1
            }
        }
        #expect(count > 0)
    }

    @Test("Each row says what is sent, what happens and which test shows it")
    func complete() throws {
        for row in try rows() {
            try #require(row.cells.count == 4, "\(row.tag) has \(row.cells.count) cells")
            for index in [0, 2, 3] { #expect(!row.cells[index].isEmpty, "\(row.tag)") }
        }
    }

    @Test("Each suite and each test that a row names exists")
    func tests() throws {
        let files = ["Tests/Suites", "Tests"].flatMap { Repository.paths(below: $0) }
            .filter { !$0.hasPrefix("Tests/Vectors/") }
        let names = Set(
            files.map { path in String(path.split(separator: "/").last?.split(separator: ".").first ?? "") }
        )
        let texts = Set(files).compactMap { Repository.text(of: $0) }.joined(separator: "\n")
        for row in try rows() {
            let cell = try #require(row.cells.last)
            for match in try Repository.matches(of: "\"(.+?)…?\"", in: cell) {
                #expect(texts.contains("\"" + match[1]), "\(row.tag): \(match[1])")
            }
            let bare = cell.replacing(/"[^"]*"/, with: "")
            for match in try Repository.matches(of: #"\b[A-Z]\w+(?:Tests|Checks)\b"#, in: bare) {
                #expect(names.contains(match[0]), "\(row.tag): \(match[0])")
            }
            for match in try Repository.matches(of: #"Tests/[\w/]+"#, in: bare) {
                #expect(Repository.has(match[0]), "\(row.tag): \(match[0])")
            }
            for match in try Repository.matches(of: "`([a-z][\\w-]*)`", in: bare) {
                #expect(texts.contains(match[1]), "\(row.tag): \(match[1])")
            }
            #expect(
                bare.contains("Tests") || bare.contains("Checks") || bare.contains("fuzz"),
                "\(row.tag) names no test"
            )
        }
    }
}
