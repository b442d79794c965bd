import Foundation
import Testing

@testable import ChatTerminal

/// Compares screens with the files under Tests/Vectors/screens: the text of every row, and below it a letter
/// for the style of every cell, with a legend. `HEARSAY_RECORD=1 swift test` writes the files anew; look at
/// the difference before you commit it.
enum GoldenScreen {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Vectors/screens")

    static func check(_ screen: Screen, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let file = folder.appendingPathComponent(name + ".txt")
        let actual = describe(screen)
        if ProcessInfo.processInfo.environment["HEARSAY_RECORD"] != nil {
            do {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                try actual.write(to: file, atomically: true, encoding: .utf8)
            } catch {
                Issue.record("cannot write \(file.path): \(error)", sourceLocation: sourceLocation)
            }
            return
        }
        guard let expected = try? String(contentsOf: file, encoding: .utf8) else {
            Issue.record("no golden screen \(file.path)", sourceLocation: sourceLocation)
            return
        }
        guard actual != expected else { return }
        let pairs = zip(actual.components(separatedBy: "\n"), expected.components(separatedBy: "\n"))
        let place = pairs.enumerated().first { $0.element.0 != $0.element.1 }
        let difference = place.map {
            "line \($0.offset + 1)\n  is     \($0.element.0)\n  should \($0.element.1)"
        }
        Issue.record("\(name): \(difference ?? "another number of lines")", sourceLocation: sourceLocation)
    }

    /// The screen as text: size and cursor, rows, styles, legend.
    static func describe(_ screen: Screen) -> String {
        var letters: [Style: Character] = [:]
        var legend: [String] = []
        var alphabet = Array("·abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")[...]
        var styles: [String] = []
        for y in 0..<screen.size.height {
            var row = ""
            for cell in screen.row(y) {
                if letters[cell.style] == nil {
                    let letter = alphabet.popFirst() ?? "?"
                    letters[cell.style] = letter
                    legend.append("\(letter) \(cell.style.text)")
                }
                row.append(letters[cell.style] ?? "?")
            }
            styles.append(row)
        }
        let cursor = screen.cursor.map { "\($0.x),\($0.y)" } ?? "hidden"
        let rows = (0..<screen.size.height).map { "|" + screen.row($0).map(\.text).joined() + "|" }
        return
            (["\(screen.size.width)x\(screen.size.height) cursor \(cursor)"] + rows + [""] + styles + [""]
            + legend)
            .joined(separator: "\n") + "\n"
    }
}
