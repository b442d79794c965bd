import Foundation

/// A source file of this repository, as the tests of its layers read it.
struct SwiftSource: Sendable {
    /// The path below the repository, with slashes.
    let path: String

    /// The text as it stands.
    let text: String

    /// The text, without comments and with empty string literals, so that only code is left; the lines are as
    /// they were.
    let code: String

    /// Every Swift file of the repository, folder by folder in the order of the paths.
    private static let all: [SwiftSource] = ["Sources", "Tests", "demo", "Examples"].flatMap { folder in
        Repository.paths(below: folder).filter { $0.hasSuffix(".swift") }.compactMap { path in
            Repository.text(of: path).map { SwiftSource(path: path, text: [UInt8]($0.utf8)) }
        }
    }

    /// The file of that path and text.
    init(path: String, text: [UInt8]) {
        self.path = path
        self.text = String(decoding: text, as: UTF8.self)
        code = Self.code(of: text)
    }

    /// Every Swift file below that folder of the repository.
    static func files(below folder: String) -> [SwiftSource] {
        all.filter { $0.path.hasPrefix(folder + "/") }
    }

    /// How many lines the file has.
    var lineCount: Int { code.utf8.count { $0 == UInt8(ascii: "\n") } }

    /// The lines that `pattern` occurs in, as `path:line: code`. `^` and `$` are the ends of a line.
    func lines(containing pattern: String) throws -> [String] {
        try matches(of: pattern).map { match in
            let before = code[..<match.lowerBound]
            let number = before.utf8.count { $0 == UInt8(ascii: "\n") } + 1
            let line = code.split(separator: "\n", omittingEmptySubsequences: false)[number - 1]
            return "\(path):\(number): \(line.trimmingCharacters(in: .whitespaces))"
        }
    }

    /// The modules that the file imports.
    func imports() throws -> Set<String> {
        let lines = try matches(of: #"^(?:(?:public|internal|package|private|@\w+) )*import .*$"#)
        return Set(lines.compactMap { code[$0].split(separator: " ").last.map(String.init) })
    }

    /// Every word of the code.
    func words() throws -> Set<String> {
        Set(try matches(of: #"\w+"#).map { String(code[$0]) })
    }

    /// The names of the types that the file declares at its margin.
    func declaredTypes() throws -> Set<String> {
        let keyword =
            #"^(?:(?:public|package|internal|private|fileprivate|final|indirect) )*(?:struct|class|enum|protocol|typealias) "#
        let declarations = try matches(of: keyword + #"\w+"#)
        return Set(declarations.compactMap { code[$0].split(separator: " ").last.map(String.init) })
    }

    private func matches(of pattern: String) throws -> [Range<String.Index>] {
        let expression = try NSRegularExpression(pattern: pattern, options: .anchorsMatchLines)
        let whole = NSRange(code.startIndex..., in: code)
        return expression.matches(in: code, range: whole).compactMap { Range($0.range, in: code) }
    }

    private enum Context {
        case code
        case comment
        case string
        case longString
    }

    /// Blanks comments and the contents of string literals. Interpolations go with them, which is enough
    /// here.
    private static func code(of text: [UInt8]) -> String {
        let quotes = [UInt8](repeating: UInt8(ascii: "\""), count: 3)
        var output: [UInt8] = []
        var context = Context.code
        var index = 0
        while index < text.count {
            let byte = text[index]
            let isLongQuote = byte == quotes[0] && text[index...].starts(with: quotes)
            switch (context, byte) {
            case (.comment, UInt8(ascii: "\n")), (.string, UInt8(ascii: "\"")):
                output.append(byte)
                context = .code
            case (.longString, _) where isLongQuote:
                index += 2
                context = .code
            case (.longString, UInt8(ascii: "\n")):
                output.append(byte)
            case (.string, UInt8(ascii: "\\")):
                index += 1
            case (.code, _) where isLongQuote:
                index += 2
                context = .longString
            case (.code, UInt8(ascii: "\"")):
                output.append(byte)
                context = .string
            case (.code, UInt8(ascii: "/")) where text[(index + 1)...].first == byte:
                context = .comment
            case (.code, _):
                output.append(byte)
            case (.comment, _), (.string, _), (.longString, _):
                break
            }
            index += 1
        }
        return String(decoding: output, as: UTF8.self)
    }
}
