/// What keys do to the line.
extension LineEditor {
    /// Carries an action out; those that are none of an editor's do nothing.
    ///
    /// - Parameter ring: What was killed; one for all lines.
    mutating func perform(_ action: Action, _ ring: inout KillRing) {
        switch action {
        case .newLine: insert("\n")
        case .deleteBackward: deleteBackward()
        case .deleteForward: deleteForward()
        case .left: moveLeft()
        case .right: moveRight()
        case .wordLeft: moveWordLeft()
        case .wordRight: moveWordRight()
        case .lineStart: moveToLineStart()
        case .lineEnd: moveToLineEnd()
        case .killLine: killToLineEnd(&ring)
        case .killToStart: killToLineStart(&ring)
        case .killWord: killWordForward(&ring)
        case .killWordBackward: killWordBackward(&ring)
        case .killBlankWord: killBlankWordBackward(&ring)
        case .yank: yankLast(ring)
        case .yankPrevious: yankPrevious(&ring)
        case .transpose: transposeCharacters()
        case .transposeWords: transposeWords()
        case .upperCase: changeCase { $0.uppercased() }
        case .lowerCase: changeCase { $0.lowercased() }
        case .capitalize: changeCase(Self.capitalized)
        case .undo: undo()
        default: break
        }
    }

    private static func capitalized(_ text: String) -> String {
        guard let place = text.firstIndex(where: \.isLetter) else { return text }
        return text[..<place] + text[place].uppercased() + text[text.index(after: place)...].lowercased()
    }
}
