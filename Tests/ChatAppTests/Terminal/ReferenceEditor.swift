@testable import ChatTerminal

/// What the line editor must do, written as plainly as it can be said: the text before the cursor and the
/// text behind it.
struct ReferenceEditor: Equatable {
    var before = ""
    var behind = ""
    var kills: [String] = []
    var undos: [[String]] = []
    var last = "none"
    var yanked = ""
    var killPlace = 0

    mutating func perform(_ action: Action) {
        let previous = last
        last = "none"
        switch action {
        case .left:
            if let character = before.popLast() { behind = String(character) + behind }
        case .right: if !behind.isEmpty { before.append(behind.removeFirst()) }
        case .wordLeft: let word = wordBefore; move(-word.count)
        case .wordRight: let word = wordBehind; move(word.count)
        case .lineStart: move(-lineBefore.count)
        case .lineEnd: move(lineBehind.count)
        case .deleteBackward: if !before.isEmpty { remember(); before.removeLast() }
        case .deleteForward: if !behind.isEmpty { remember(); behind.removeFirst() }
        case .killLine: kill(behind: lineBehind.isEmpty ? String(behind.prefix(1)) : lineBehind, previous)
        case .killToStart: kill(before: lineBefore.isEmpty ? String(before.suffix(1)) : lineBefore, previous)
        case .killWord: kill(behind: wordBehind, previous)
        case .killWordBackward: kill(before: wordBefore, previous)
        case .killBlankWord:
            let spaces = before.reversed().prefix { $0.isWhitespace }.count
            let letters = before.dropLast(spaces).reversed().prefix { !$0.isWhitespace }.count
            kill(before: String(before.suffix(spaces + letters)), previous)
        case .yank:
            if let text = kills.isEmpty ? nil : kills[killPlace] { yank(text) }
        case .yankPrevious:
            if previous == "yank" {
                killPlace = (killPlace + kills.count - 1) % kills.count
                remember()
                before.removeLast(yanked.count)
                yanked = kills[killPlace]
                before += yanked
                last = "yank"
            }
        case .transpose:
            guard !before.isEmpty, before.count + behind.count > 1 else { return }
            remember()
            if behind.isEmpty { perform(.left); last = "none" }
            let left = before.removeLast()
            let right = behind.removeFirst()
            before += String([right, left])
        case .newLine: insert("\n", previous)
        case .undo:
            if let state = undos.popLast() { (before, behind) = (state[0], state[1]) }
        default: break
        }
    }

    mutating func insert(_ text: String, _ previous: String? = nil) {
        if (previous ?? last) != "typing" || text.first?.isWhitespace == true { remember() }
        before += text
        last = "typing"
    }

    private mutating func remember() {
        undos.append([before, behind])
        if undos.count > 500 { undos.removeFirst() }
    }

    private mutating func move(_ count: Int) {
        for _ in 0..<abs(count) {
            if count < 0 {
                behind = String(before.removeLast()) + behind
            } else {
                before.append(behind.removeFirst())
            }
        }
    }

    private mutating func keep(_ text: String, append: Bool, prepend: Bool) {
        if append {
            kills[kills.count - 1] += text
        } else if prepend {
            kills[kills.count - 1] = text + kills[kills.count - 1]
        } else {
            kills.append(text)
            if kills.count > 32 { kills.removeFirst() }
        }
        killPlace = kills.count - 1
        last = "kill"
    }

    private mutating func kill(behind text: String, _ previous: String) {
        guard !text.isEmpty else { return }
        remember()
        behind.removeFirst(text.count)
        keep(text, append: previous == "kill", prepend: false)
    }

    private mutating func kill(before text: String, _ previous: String) {
        guard !text.isEmpty else { return }
        remember()
        before.removeLast(text.count)
        keep(text, append: false, prepend: previous == "kill")
    }

    private mutating func yank(_ text: String) {
        remember()
        before += text
        yanked = text
        last = "yank"
    }

    private func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }

    private var wordBefore: String {
        let gap = before.reversed().prefix { !isWord($0) }.count
        let word = before.dropLast(gap).reversed().prefix { isWord($0) }.count
        return String(before.suffix(gap + word))
    }

    private var wordBehind: String {
        let gap = behind.prefix { !isWord($0) }.count
        let word = behind.dropFirst(gap).prefix { isWord($0) }.count
        return String(behind.prefix(gap + word))
    }

    private var lineBefore: String { String(before.reversed().prefix { $0 != "\n" }.reversed()) }
    private var lineBehind: String { String(behind.prefix { $0 != "\n" }) }
}
