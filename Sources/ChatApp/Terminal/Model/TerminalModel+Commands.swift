import ChatCore

/// What is typed.
extension TerminalModel {
    /// Sends the line, or does what it asks for. A wrong command stays in the line to be mended, and is never
    /// sent as text.
    mutating func send(at moment: Moment) -> [TerminalEffect] {
        if case .help = overlay, room.editor.isEmpty {
            overlay = .none
            return []
        }
        let text = CommandParser.withoutMark(room.editor.text)
        guard text.contains(where: { !$0.isWhitespace }) else {
            edit { $0.clear() }
            return []
        }
        let lineCount = text.split(separator: "\n", omittingEmptySubsequences: false).count
        if lineCount > settings.pasteLines, !awaitsPasteConfirmation {
            awaitsPasteConfirmation = true
            hint = "\(lineCount) lines in one message: Enter again sends them, any other key goes on editing"
            return []
        }
        awaitsPasteConfirmation = false
        if text.hasPrefix("/"), !text.hasPrefix("//") {
            guard lineCount == 1 else {
                hint = "a command is one line; begin with // to send this as text"
                return []
            }
            return runCommand(text, at: moment)
        }
        guard room.isJoined else {
            hint = "you have left \(room.name.text); /join \(room.name.text) goes back"
            return []
        }
        let said = text.hasPrefix("//") ? String(text.dropFirst()) : text
        guard let checked = checkedLength(said) else { return [] }
        finishLine(text)
        return [.command(.say(room.name, checked))]
    }

    private mutating func checkedLength(_ text: String) -> String? {
        do {
            return try CommandParser.checked(text)
        } catch {
            hint = error.message
            return nil
        }
    }

    private mutating func finishLine(_ text: String) {
        history.add(text)
        edit { $0.clear() }
    }

    private mutating func runCommand(_ line: String, at moment: Moment) -> [TerminalEffect] {
        let body = line.dropFirst()
        let word = body.prefix { $0 != " " }
        let argument = String(body.dropFirst(word.count).drop(while: \.isWhitespace))
        guard let verb = verb(String(word)) else {
            hint =
                "no command /\(Displayable(String(word), limit: 30).text); /help lists them, // says a line that begins with /"
            return []
        }
        if verb.needsArguments, argument.isEmpty {
            hint = "usage: \(verb.usage)"
            return []
        }
        do {
            let effects = try run(verb, argument, at: moment)
            finishLine(line)
            return effects
        } catch {
            hint = error.message
            return []
        }
    }

    /// A verb by its name, or by the beginning of its name when no other begins so.
    private func verb(_ word: String) -> TerminalVerb? {
        if let verb = TerminalVerb(rawValue: word.lowercased()) { return verb }
        let candidates = TerminalVerb.allCases.filter {
            !word.isEmpty && $0.rawValue.hasPrefix(word.lowercased())
        }
        return candidates.count == 1 ? candidates[0] : nil
    }

    private mutating func run(
        _ verb: TerminalVerb,
        _ argument: String,
        at moment: Moment
    ) throws(CommandFailure) -> [TerminalEffect] {
        switch verb {
        case .help: return try help(argument)
        case .msg: return try message(argument)
        case .ignore, .unignore, .block, .unblock: return try changeList(verb, argument, at: moment)
        case .search:
            search(for: argument)
            return []
        case .clear:
            room.clear()
            return []
        case .set: return try set(argument, at: moment)
        case .theme:
            guard !argument.isEmpty else { return try set("theme", at: moment) }
            return try set("theme " + argument, at: moment)
        case .bind: return try bind(argument, at: moment)
        case .inspect: return try inspect(argument)
        case .log:
            toggleLog()
            return []
        case .copy:
            overlay = .copy
            return []
        case .save: return [.writeFile(path: argument, text: transcript())]
        case .part where argument.isEmpty: return [.command(.part(room.name))]
        case .names where argument.isEmpty: return [.command(.names(room.name))]
        case .topic where argument.isEmpty: return [.command(.topic(room.name))]
        case .me:
            guard room.isJoined else { throw CommandFailure("you have left \(room.name.text)") }
            return try handOn(verb, argument)
        default: return try handOn(verb, argument)
        }
    }

    /// A command of the chat's own.
    private func handOn(_ verb: TerminalVerb, _ argument: String) throws(CommandFailure) -> [TerminalEffect] {
        let line = argument.isEmpty ? "/\(verb.rawValue)" : "/\(verb.rawValue) \(argument)"
        do {
            guard let command = try CommandParser.parse(line, engine: engine) else { return [] }
            return [.command(command)]
        } catch {
            throw CommandFailure(error.message)
        }
    }

    private mutating func help(_ argument: String) throws(CommandFailure) -> [TerminalEffect] {
        let topic = argument.hasPrefix("/") ? String(argument.dropFirst()) : argument
        guard topic.isEmpty || ["keys", "set", "gossip"].contains(topic) || verb(topic) != nil else {
            throw CommandFailure(
                "no help on '\(Displayable(topic, limit: 30).text)'; /help lists the commands"
            )
        }
        toggleHelp(verb(topic)?.rawValue ?? topic)
        return []
    }

    private mutating func message(_ argument: String) throws(CommandFailure) -> [TerminalEffect] {
        let target = String(argument.prefix { $0 != " " })
        let text = String(argument.dropFirst(target.count).drop(while: \.isWhitespace))
        guard !text.isEmpty else { throw CommandFailure("usage: \(TerminalVerb.msg.usage)") }
        if rooms.contains(where: { $0.name.text == target && $0.isJoined }) {
            return try handOn(.say, argument)
        }
        let present = room.members.union(room.heard)
        guard present.contains(where: { nick(of: $0) == target || $0.shortDescription == target }) else {
            throw CommandFailure(
                "'\(Displayable(target, limit: 40).text)' is neither a room you are in nor somebody in this one"
            )
        }
        let name = present.first { $0.shortDescription == target }.map { nick(of: $0) } ?? target
        hint = "everybody in \(room.name.text) reads that"
        return try handOn(.say, "\(room.name.text) \(name): \(text)")
    }

    private mutating func inspect(_ argument: String) throws(CommandFailure) -> [TerminalEffect] {
        guard !argument.isEmpty else { return toggleInspector() }
        guard let page = InspectorPage(rawValue: argument.lowercased()) else {
            throw CommandFailure("usage: \(TerminalVerb.inspect.usage)")
        }
        overlay = .inspector(page: page, row: 0)
        return [.command(.inspect)]
    }

    /// The lines of the room as plain text.
    private func transcript() -> String {
        var text = ""
        for entry in room.entries {
            let time = LocalTime(milliseconds: entry.milliseconds, utcOffset: utcOffset)
            let tag = entry.author.map { " " + $0.shortDescription } ?? ""
            let who =
                entry.kind == .message
                ? "<\(entry.nick)\(tag)> " : entry.kind == .action ? "* \(entry.nick)\(tag) " : "- "
            let indented = entry.text.split(separator: "\n", omittingEmptySubsequences: false).joined(
                separator: "\n    "
            )
            text += "\(time.date) \(time.clock(withSeconds: true)) \(who)\(indented)\n"
        }
        return text
    }
}
