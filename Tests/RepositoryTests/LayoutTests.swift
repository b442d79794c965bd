import Testing

/// What swift-format leaves alone; the rest is `scripts/lint`.
@Suite("Layout of the sources")
struct LayoutTests {
    private static let widest = 110

    /// The comment lines that are too wide, as `line: text`.
    private static func wideComments(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
            let isWide = line.count > widest && line.drop { $0 == " " }.hasPrefix("//")
            return isWide ? "\(index + 1): \(line)" : nil
        }
    }

    @Test(
        "A comment is at most 110 columns wide",
        arguments: ["Sources", "Tests", "demo", "Examples"]
    )
    func comments(folder: String) {
        let files = SwiftSource.files(below: folder)
        #expect(!files.isEmpty)
        for file in files {
            #expect(Self.wideComments(file.text) == [], "\(file.path)")
        }
    }

    @Test("A wide comment is found, a wide string is not")
    func finds() {
        let wide = String(repeating: "x", count: 110)
        #expect(Self.wideComments("let a = 1\n    // \(wide)\nlet b = \"\(wide)\"") == ["2:     // \(wide)"])
    }
}
