import Net
import Testing

@testable import ChatTerminal

@Suite("Line editor")
struct LineEditorTests {
    private static let actions: [Action] = [
        .left, .right, .wordLeft, .wordRight, .lineStart, .lineEnd, .deleteBackward, .deleteForward,
        .killLine,
        .killToStart, .killWord, .killWordBackward, .killBlankWord, .yank, .yankPrevious, .transpose,
        .newLine, .undo,
    ]

    @Test("The editor agrees with the reference on random keys", arguments: 0..<60)
    func agreesWithReference(seed: Int) {
        var random = SimulationRandom(seed: UInt64(seed))
        var editor = LineEditor()
        var ring = KillRing()
        var reference = ReferenceEditor()
        var trail: [String] = []
        let letters = ["a", "b", "Z", "7", " ", " ", "-", "é", "漢", "😀", "_", "."]
        for step in 0..<400 {
            if Int.random(in: 0..<3, using: &random) > 0 {
                let text = letters[Int.random(in: 0..<letters.count, using: &random)]
                editor.insert(text)
                reference.insert(text)
                trail.append(text)
            } else {
                let action = Self.actions[Int.random(in: 0..<Self.actions.count, using: &random)]
                editor.perform(action, &ring)
                reference.perform(action)
                trail.append("<\(action.rawValue)>")
            }
            let agrees =
                editor.text == reference.before + reference.behind && editor.cursor == reference.before.count
            #expect(agrees, "seed \(seed), step \(step): \(trail.suffix(12).joined())")
            if !agrees { return }
        }
    }

    @Test(
        "Keys do what readline's do",
        arguments: [
            ("one two|", [Action.killBlankWord], "one |"),
            ("one two|", [.wordLeft, .killLine], "one |"),
            ("one two|", [.killBlankWord, .killBlankWord, .yank], "one two|"),
            ("one two|", [.wordLeft, .killToStart, .lineEnd, .yank], "twoone |"),
            ("ab|", [.transpose], "ba|"),
            ("a|b", [.transpose], "ba|"),
            ("one two|", [.transposeWords], "two one|"),
            ("|word up", [.upperCase], "WORD| up"),
            ("|WORD up", [.lowerCase], "word| up"),
            ("|wORD up", [.capitalize], "Word| up"),
            ("one|", [.killBlankWord, .undo], "one|"),
            ("x-y.z|", [.killWordBackward], "x-y.|"),
            ("👨‍👩‍👧|", [.deleteBackward], "|"),
            ("|", [.deleteBackward, .deleteForward, .left, .right, .transpose, .yank, .undo], "|"),
        ]
    )
    func keys(start: String, actions: [Action], end: String) {
        var editor = Self.editor(start)
        var ring = KillRing()
        for action in actions { editor.perform(action, &ring) }
        #expect(Self.shown(editor) == end)
    }

    @Test("A combining mark that is typed joins the character before it")
    func combiningMark() {
        var editor = LineEditor("e")
        editor.insert("\u{301}")
        #expect(editor.characters.count == 1)
        #expect(editor.cursor == 1)
        editor.deleteBackward()
        #expect(editor.isEmpty)
    }

    @Test("Undo goes back further than memory reaches, and stops")
    func undoIsBounded() {
        var editor = LineEditor()
        for _ in 0..<(LineEditor.maximumUndoSteps + 50) {
            editor.insert("a")
            editor.moveLeft()
        }
        for _ in 0..<(LineEditor.maximumUndoSteps + 100) { editor.undo() }
        #expect(editor.characters.count == 50)
    }

    @Test("Up and down keep the column in a message of several lines")
    func lines() {
        var editor = Self.editor("long line\nab\nthird|")
        let moved = editor.moveUp()
        #expect(moved && Self.shown(editor) == "long line\nab|\nthird")
        _ = editor.moveUp()
        #expect(Self.shown(editor) == "lo|ng line\nab\nthird")
        let again = editor.moveUp()
        #expect(!again)
    }

    private static func editor(_ text: String) -> LineEditor {
        let cursor =
            text.firstIndex(of: "|").map { text.distance(from: text.startIndex, to: $0) } ?? text.count
        var editor = LineEditor(text.filter { $0 != "|" })
        editor.move(to: cursor)
        return editor
    }

    private static func shown(_ editor: LineEditor) -> String {
        String(editor.characters[..<editor.cursor]) + "|" + String(editor.characters[editor.cursor...])
    }
}
