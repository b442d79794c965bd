import Foundation
import Testing

/// The rules that keep types small: a type cut into extensions is still one type.
@Suite("Rules of the types")
struct TypeRuleTests {
    private struct TypeMeasure {
        var lines = 0
        var storedProperties: [String] = []
        var openProperties: [String] = []
    }

    /// The composites: what they are made of is nobody else's to change.
    private static let composites = [
        "Swarm", "ConnectedPeers", "ConnectionPool", "PeerHost", "Connection", "PubSub", "GossipRouter",
        "HistoryExchange", "Node", "Chat", "TerminalModel",
    ]

    private static let folders = [
        "Sources/Net", "Sources/Gossip", "Sources/History", "Sources/ChatApp/Core",
        "Sources/ChatApp/Terminal",
        "Sources/ChatApp/Native",
    ]

    /// Lines and stored properties of every type at the margin of a file, its extensions added up; by module
    /// folder and name.
    private func measures() throws -> [String: TypeMeasure] {
        var measures: [String: TypeMeasure] = [:]
        for folder in Self.folders {
            for file in SwiftSource.files(below: folder) { try measure(file, below: folder, into: &measures) }
        }
        #expect(measures.count > 200)
        return measures
    }

    private func measure(
        _ file: SwiftSource,
        below folder: String,
        into measures: inout [String: TypeMeasure]
    ) throws {
        let declaration = try NSRegularExpression(
            pattern:
                #"^(?:(?:public|package|internal|private|fileprivate|final|indirect) )*(struct|class|enum|extension) (\w+)"#
        )
        let property = try NSRegularExpression(
            pattern:
                #"^ {4}((?:(?:public|package|private|fileprivate|internal)(?:\(set\))? )*)(let|var) (\w+)[^{]*$"#
        )
        var depth = 0
        var name: String?
        for line in file.code.components(separatedBy: "\n") {
            let whole = NSRange(line.startIndex..., in: line)
            if depth == 0, let match = declaration.firstMatch(in: line, range: whole),
                let range = Range(match.range(at: 2), in: line)
            {
                name = folder + ":" + line[range]
            }
            if let name {
                measures[name, default: TypeMeasure()].lines += 1
                if depth == 1, let match = property.firstMatch(in: line, range: whole) {
                    note(line, match, in: name, &measures)
                }
            }
            depth += line.count { $0 == "{" } - line.count { $0 == "}" }
            if depth == 0, line.hasPrefix("}") { name = nil }
        }
    }

    private func note(
        _ line: String,
        _ match: NSTextCheckingResult,
        in type: String,
        _ measures: inout [String: TypeMeasure]
    ) {
        let parts = (1...3).map { index in
            Range(match.range(at: index), in: line).map { String(line[$0]) } ?? ""
        }
        measures[type]?.storedProperties.append(parts[2])
        if parts[1] == "var", !parts[0].contains("private") {
            measures[type]?.openProperties.append(parts[2])
        }
    }

    @Test("A type has at most 500 lines, its extensions added up")
    func lines() throws {
        for (name, measure) in try measures().sorted(by: { $0.key < $1.key }) {
            #expect(measure.lines <= 500, "\(name) has \(measure.lines) lines")
        }
    }

    @Test("A composite has at most 14 stored properties, and no other type can change one")
    func composites() throws {
        let measures = try measures()
        for name in Self.composites {
            let found = measures.filter { $0.key.hasSuffix(":" + name) && !$0.value.storedProperties.isEmpty }
            #expect(found.count == 1, "\(name) is declared once")
            for measure in found.values {
                let count = measure.storedProperties.count
                #expect(count <= 14, "\(name) has \(count): \(measure.storedProperties)")
                #expect(measure.openProperties == [], "open in \(name)")
            }
        }
    }
}
