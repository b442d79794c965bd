import ChatCore

/// The words that count as naming the reader, each standing alone; upper and lower case are the same.
struct Highlights {
    let words: [String]

    /// Whether a text names the reader.
    func match(_ text: String) -> Bool {
        let lowered = text.lowercased()
        for word in words where !word.isEmpty {
            var rest = lowered[...]
            while let range = rest.firstRange(of: word.lowercased()) {
                let before =
                    range.lowerBound == lowered.startIndex
                    ? nil : lowered[lowered.index(before: range.lowerBound)]
                let after = range.upperBound == lowered.endIndex ? nil : lowered[range.upperBound]
                if !Self.isWord(before), !Self.isWord(after) { return true }
                rest = lowered[range.upperBound...]
            }
        }
        return false
    }

    private static func isWord(_ character: Character?) -> Bool {
        guard let character else { return false }
        return character.isLetter || character.isNumber || character == "_"
    }
}

extension Entry {
    /// What tells the reader of a line that names them.
    func announcement(in room: RoomName, _ settings: Settings, isWatched: Bool) -> [TerminalEffect] {
        var effects: [TerminalEffect] = settings.ringsBell ? [.bell] : []
        if settings.notifications != "off", !isWatched {
            let text = Displayable("\(nick) in \(room.text): \(self.text)", limit: 200).text
            effects.append(.notify(kind: settings.notifications, text: text))
        }
        return effects
    }
}
