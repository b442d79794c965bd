import Testing

/// Everything that a user of the libraries sees is documented.
@Suite("Documentation of the libraries")
struct DocumentationTests {
    private enum Block {
        case publicEnum, publicProtocol, other
    }

    /// The public declarations of a file without a comment, as `line: code`. The layout is swift-format's:
    /// one declaration begins a line, and what is inside another is indented by four spaces more.
    private static func undocumented(_ text: String) -> [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var blocks: [(indent: Int, kind: Block)] = []
        var missing: [String] = []
        for (index, line) in lines.enumerated() {
            let indent = line.prefix { $0 == " " }.count
            let code = String(line.dropFirst(indent))
            guard !code.isEmpty, !code.hasPrefix("//") else { continue }
            while let last = blocks.last, indent <= last.indent, !code.hasPrefix(")") { blocks.removeLast() }
            let parent = blocks.last.flatMap { $0.indent + 4 == indent ? $0.kind : nil } ?? .other
            if isVisible(code, in: parent), !hasComment(before: index, lines) {
                missing.append("\(index + 1): \(code)")
            }
            if code.hasSuffix("{") { blocks.append((indent, kind(of: code))) }
        }
        return missing
    }

    private static func isVisible(_ code: String, in parent: Block) -> Bool {
        if code.contains(#/^(@\w+(\([^)]*\))? )*public (?!import|extension)/#) { return true }
        switch parent {
        case .publicEnum: return code.hasPrefix("case ")
        case .publicProtocol:
            return code.contains(#/^(@\w+ )*(static |mutating )*(func|var|init|associatedtype|subscript)\b/#)
        case .other: return false
        }
    }

    private static func kind(of code: String) -> Block {
        if code.contains(#/^(@\w+ )*public (indirect )?enum /#) { return .publicEnum }
        return code.contains(#/^(@\w+ )*public protocol /#) ? .publicProtocol : .other
    }

    private static func hasComment(before index: Int, _ lines: [Substring]) -> Bool {
        let above = lines[..<index].reversed().first { !$0.drop(while: { $0 == " " }).hasPrefix("@") }
        return above?.drop(while: { $0 == " " }).hasPrefix("///") == true
    }

    @Test("Every public declaration says what it is", arguments: ["Sources/Net", "Sources/Gossip"])
    func everything(folder: String) {
        let files = SwiftSource.files(below: folder)
        #expect(files.count > 50)
        for file in files { #expect(Self.undocumented(file.text) == [], "\(file.path)") }
    }

    @Test("What is missing is found: declarations, cases, requirements")
    func finds() {
        let text = """
            public import Net
            /// A.
            public enum A {
                case b
                /// C.
                case c
                var d: Int { 1 }
            }
            @frozen
            public struct E {
                /// F.
                @inlinable
                public func f() {
                    switch self {
                    case .g: break
                    }
                }
                public private(set) var h = 1
            }
            /// I.
            public protocol I {
                mutating func j()
            }
            public extension I {}
            """
        #expect(
            Self.undocumented(text) == [
                "4: case b", "10: public struct E {", "18: public private(set) var h = 1",
                "22: mutating func j()",
            ]
        )
    }
}
