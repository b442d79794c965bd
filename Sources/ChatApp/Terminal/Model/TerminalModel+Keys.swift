import ChatCore

/// What keys do.
extension TerminalModel {
    mutating func receiveKey(_ key: Key, at moment: Moment) -> [TerminalEffect] {
        hint = ""
        let action = bindings[key]
        if action != .send { awaitsPasteConfirmation = false }
        if action != .interrupt { awaitsQuit = false }
        if action != .complete, action != .completeBackward { completion = nil }
        switch focus {
        case .message: break
        case .roomSearch(let editor): return receiveSearchKey(key, action, editor)
        case .historySearch(let query, let found):
            return receiveHistorySearchKey(key, action, query, found, at: moment)
        }
        if overlay == .copy, action != .copyMode, action != .cancel, !isScrolling(action) {
            overlay = .none
            return []
        }
        if let action { return perform(action, at: moment) }
        return receiveUnboundKey(key)
    }

    private mutating func receiveUnboundKey(_ key: Key) -> [TerminalEffect] {
        guard case .character(let character) = key.code else {
            hint = "\(key.description) does nothing; F1 shows the keys"
            return []
        }
        if key.modifiers == .alt, let digit = character.wholeNumberValue, (1...9).contains(digit),
            character.isASCII
        {
            if digit <= rooms.count { return switchRoom(to: digit - 1) }
            hint = "there is no room \(digit)"
            return []
        }
        guard key.modifiers.isEmpty else {
            hint = "\(key.description) does nothing; F1 shows the keys"
            return []
        }
        edit { $0.insert(Self.printable(character)) }
        return []
    }

    /// A character as it may be written: joiners and marks arrive one by one and stay what they are; controls
    /// do not.
    private static func printable(_ character: Character) -> String {
        String(
            String.UnicodeScalarView(
                character.unicodeScalars.filter { $0.properties.generalCategory != .control }
            )
        )
    }

    /// What scrolls goes to what lies over the messages, if anything does.
    func isScrolling(_ action: Action?) -> Bool {
        switch action {
        case .pageUp, .pageDown, .lineUp, .lineDown, .oldest, .newest: true
        default: false
        }
    }

    /// Changes the message; what was killed is shared by all rooms.
    mutating func edit(_ change: (inout LineEditor) -> Void) {
        room.editor.killRing = killRing
        change(&room.editor)
        killRing = room.editor.killRing
    }

    mutating func perform(_ action: Action, at moment: Moment) -> [TerminalEffect] {
        switch action {
        case .send: return send(at: moment)
        case .complete: return complete(backward: false)
        case .completeBackward: return complete(backward: true)
        case .nextRoom: return switchRoom(to: (current + 1) % rooms.count)
        case .previousRoom: return switchRoom(to: (current + rooms.count - 1) % rooms.count)
        case .nextActivity: return switchToActivity()
        case .lastRoom:
            guard let name = lastRoom, let index = index(of: name) else { return [] }
            return switchRoom(to: index)
        case .toggleRooms: return change("show_rooms", to: .bool(!settings.showsRooms), isSaved: false)
        case .toggleMembers: return change("show_members", to: .bool(!settings.showsMembers), isSaved: false)
        case .inspector: return toggleInspector()
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .interrupt: return interrupt()
        case .quitWhenEmpty:
            if room.editor.isEmpty { return [.command(.quit)] }
            edit { $0.deleteForward() }
        default:
            performQuietly(action)
        }
        return []
    }

    /// Actions that ask nothing of the driver.
    private mutating func performQuietly(_ action: Action) {
        if isScrolling(action) { return scroll(action) }
        switch action {
        case .unread: jumpToUnread()
        case .search: beginSearch()
        case .searchNext: searchAgain(older: false)
        case .searchPrevious: searchAgain(older: true)
        case .inspectorPage: turnInspectorPage()
        case .log: toggleLog()
        case .help: toggleHelp()
        case .copyMode: overlay = overlay == .copy ? .none : .copy
        case .cancel: cancel()
        case .up: moveUp()
        case .down: moveDown()
        case .historyPrevious: recall(history.previous(current: room.editor.text))
        case .historyNext: recall(history.next())
        case .historySearch: focus = .historySearch(query: "", found: nil)
        default: edit { Self.apply(action, to: &$0) }
        }
    }

    /// Actions of the line editor.
    static func apply(_ action: Action, to editor: inout LineEditor) {
        switch action {
        case .newLine: editor.insert("\n")
        case .deleteBackward: editor.deleteBackward()
        case .deleteForward: editor.deleteForward()
        case .left: editor.moveLeft()
        case .right: editor.moveRight()
        case .wordLeft: editor.moveWordLeft()
        case .wordRight: editor.moveWordRight()
        case .lineStart: editor.moveToLineStart()
        case .lineEnd: editor.moveToLineEnd()
        case .killLine: editor.killToLineEnd()
        case .killToStart: editor.killToLineStart()
        case .killWord: editor.killWordForward()
        case .killWordBackward: editor.killWordBackward()
        case .killBlankWord: editor.killBlankWordBackward()
        case .yank: editor.yankLast()
        case .yankPrevious: editor.yankPrevious()
        case .transpose: editor.transposeCharacters()
        case .transposeWords: editor.transposeWords()
        case .upperCase: editor.changeCase { $0.uppercased() }
        case .lowerCase: editor.changeCase { $0.lowercased() }
        case .capitalize: editor.changeCase(Self.capitalized)
        case .undo: editor.undo()
        default: break
        }
    }

    private static func capitalized(_ text: String) -> String {
        guard let place = text.firstIndex(where: \.isLetter) else { return text }
        return text[..<place] + text[place].uppercased() + text[text.index(after: place)...].lowercased()
    }

    private mutating func moveUp() {
        var moved = false
        edit { moved = $0.moveUp() }
        if !moved { recall(history.previous(current: room.editor.text)) }
    }

    private mutating func moveDown() {
        var moved = false
        edit { moved = $0.moveDown() }
        if !moved { recall(history.next()) }
    }

    private mutating func recall(_ line: String?) {
        if let line { edit { $0.replace(with: line) } }
    }

    private mutating func interrupt() -> [TerminalEffect] {
        if !room.editor.isEmpty {
            history.add(room.editor.text)
            edit { $0.clear() }
            return []
        }
        if awaitsQuit { return [.command(.quit)] }
        awaitsQuit = true
        hint = "once more to quit"
        return []
    }

    private mutating func cancel() {
        if overlay != .none {
            overlay = .none
        } else if room.search != nil {
            room.search = nil
        } else {
            room.position = .newest
        }
    }

    // MARK: - Pasting

    mutating func receivePaste(_ text: String) -> [TerminalEffect] {
        completion = nil
        hint = ""
        var plain = ""
        var previous: Character?
        for character in text {
            // Terminals send line feeds in a paste as returns.
            if character == "\r" || character == "\n" || character == "\r\n" {
                plain += "\n"
            } else {
                plain += character == "\t" ? "    " : Self.printable(character)
            }
            previous = character
        }
        if previous?.isNewline == true, plain.hasSuffix("\n") { plain.removeLast() }
        switch focus {
        case .message: edit { $0.insert(plain) }
        case .roomSearch(var editor):
            editor.insert(String(plain.split(separator: "\n").first ?? ""))
            focus = .roomSearch(editor)
        case .historySearch: break
        }
        return []
    }

    // MARK: - History search

    private mutating func receiveHistorySearchKey(
        _ key: Key,
        _ action: Action?,
        _ query: String,
        _ found: Int?,
        at moment: Moment
    ) -> [TerminalEffect] {
        switch action {
        case .historySearch:
            if let next = history.search(query, before: found) {
                focus = .historySearch(query: query, found: next.index)
            } else {
                hint = "nothing older"
            }
            return []
        case .cancel, .interrupt:
            focus = .message
            return []
        case .deleteBackward:
            let shorter = String(query.dropLast())
            focus = .historySearch(query: shorter, found: history.search(shorter)?.index)
            return []
        default: break
        }
        if action == nil, case .character(let character) = key.code, key.modifiers.isEmpty {
            let longer = query + Self.printable(character)
            let end = found.map { $0 + 1 }
            let next = history.search(longer, before: end) ?? history.search(longer)
            focus = .historySearch(query: longer, found: next?.index)
            return []
        }
        // Any other key takes the line found, and then does what it does.
        if let found { recall(history.lines[found]) }
        focus = .message
        return action == .send ? [] : receiveKey(key, at: moment)
    }
}
