import ChatCore
import Net

/// Understands a command that was typed, by what the model holds; what is to be done comes back as requests.
struct CommandInterpreter {
    let rooms: Rooms
    let directory: Directory
    let preferences: Preferences
    let engine: Engine
    let utcOffset: Int

    /// What a line asks for.
    ///
    /// - Throws: `CommandFailure` when it asks for nothing that can be done.
    func run(_ line: String) throws(CommandFailure) -> [Request] {
        let body = line.dropFirst()
        let word = body.prefix { $0 != " " }
        let argument = String(body.dropFirst(word.count).drop(while: \.isWhitespace))
        guard let verb = verb(String(word)) else {
            throw CommandFailure(
                "no command /\(Displayable(String(word), limit: 30).text); /help lists them, // says a line that begins with /"
            )
        }
        if argument.isEmpty, let peers = Self.list(of: verb) { return [list(peers)] }
        if verb.needsArguments, argument.isEmpty { throw CommandFailure("usage: \(verb.usage)") }
        return try run(verb, argument)
    }

    /// A verb by its name, or by the beginning of its name when no other begins so.
    private func verb(_ word: String) -> Verb? {
        if let verb = Verb(name: word.lowercased()) { return verb }
        let candidates = Verb.allCases.filter { !word.isEmpty && $0.name.hasPrefix(word.lowercased()) }
        return candidates.count == 1 ? candidates[0] : nil
    }

    /// The list of peers that a verb without its argument shows.
    private static func list(of verb: Verb) -> PeerList? {
        switch verb {
        case .ignore, .unignore: return .ignored
        case .block, .unblock: return .blocked
        default: return nil
        }
    }

    private func run(_ verb: Verb, _ argument: String) throws(CommandFailure) -> [Request] {
        switch verb {
        case .help: return try help(argument)
        case .msg: return try message(argument)
        case .search: return [.search(.again(argument, older: true))]
        case .clear: return [.clear]
        case .set: return try set(argument)
        case .theme: return try set(argument.isEmpty ? "theme" : "theme " + argument)
        case .bind: return try bind(argument)
        case .inspect: return try inspect(argument)
        case .log: return [.overlay(.log)]
        case .copy: return try copy(argument)
        case .urls: return [urls()]
        case .restart: return [.restart]
        case .save: return [.effect(.writeFile(path: argument, text: transcript()))]
        case .part where argument.isEmpty: return [.command(.part(rooms.shown.name))]
        case .rooms where argument.isEmpty: return [.show(.notice, Answer.text(rooms))]
        case .names: return try names(argument)
        case .history where argument.isEmpty || Int(argument) != nil:
            return try handOn(verb, "\(rooms.shown.name.text) \(argument)")
        case .topic where argument.isEmpty: return [.command(.topic(rooms.shown.name))]
        case .room where roomNumber(argument) != nil: return [.goToRoom((roomNumber(argument) ?? 1) - 1)]
        case .say, .room, .part, .topic:
            let name = String(argument.prefix { $0 != " " })
            if verb == .say, name == argument { throw CommandFailure("usage: \(verb.usage)") }
            guard rooms.all.contains(where: { $0.name.text == name && $0.isJoined }) else {
                throw CommandFailure("you are not in \(Displayable(name, limit: 40).text); /join it first")
            }
            return try handOn(verb, argument)
        case .me:
            guard rooms.shown.isJoined else { throw CommandFailure("you have left \(rooms.shown.name.text)") }
            return try handOn(verb, argument)
        default: return try handOn(verb, argument)
        }
    }

    /// A command of the chat's own.
    private func handOn(_ verb: Verb, _ argument: String) throws(CommandFailure) -> [Request] {
        let line = argument.isEmpty ? "/\(verb.name)" : "/\(verb.name) \(argument)"
        do {
            guard let command = try CommandParser.parse(line, engine: engine) else { return [] }
            return [.command(command)]
        } catch {
            throw CommandFailure(error.message)
        }
    }

    /// The number of a room in the list, where no room has that name.
    private func roomNumber(_ argument: String) -> Int? {
        guard let number = Int(argument), (1...rooms.count).contains(number),
            !rooms.all.contains(where: { $0.name.text == argument })
        else { return nil }
        return number
    }

    private func names(_ argument: String) throws(CommandFailure) -> [Request] {
        let wanted = argument.isEmpty ? rooms.shown.name.text : argument
        guard let room = rooms.all.first(where: { $0.name.text == wanted }) else {
            throw CommandFailure("you are not in \(Displayable(wanted, limit: 40).text); /join it first")
        }
        return [.show(.notice, Answer.text(membersOf: room, directory))]
    }

    private func help(_ argument: String) throws(CommandFailure) -> [Request] {
        let topic = argument.hasPrefix("/") ? String(argument.dropFirst()) : argument
        if topic.isEmpty || ["keys", "set", "gossip"].contains(topic) { return [.overlay(.help(topic))] }
        guard let verb = verb(topic) else {
            throw CommandFailure(
                "no help on '\(Displayable(topic, limit: 30).text)'; /help lists the commands"
            )
        }
        return [.overlay(.help(verb.name))]
    }

    private func message(_ argument: String) throws(CommandFailure) -> [Request] {
        let target = String(argument.prefix { $0 != " " })
        let text = String(argument.dropFirst(target.count).drop(while: \.isWhitespace))
        guard !text.isEmpty else { throw CommandFailure("usage: \(Verb.msg.usage)") }
        if rooms.all.contains(where: { $0.name.text == target && $0.isJoined }) {
            return try handOn(.say, argument)
        }
        let room = rooms.shown
        let present = room.members.union(room.heard)
        guard present.contains(where: { directory.nick(of: $0) == target || $0.shortDescription == target })
        else {
            throw CommandFailure(
                "'\(Displayable(target, limit: 40).text)' is neither a room you are in nor somebody in this one"
            )
        }
        let name = present.first { $0.shortDescription == target }.map { directory.nick(of: $0) } ?? target
        return try [.hint("everybody in \(room.name.text) reads that")]
            + handOn(.say, "\(room.name.text) \(name): \(text)")
    }

    private func inspect(_ argument: String) throws(CommandFailure) -> [Request] {
        guard !argument.isEmpty else { return [.overlay(.inspector)] }
        guard let page = InspectorPage(rawValue: argument.lowercased()) else {
            let pages = InspectorPage.allCases.map(\.rawValue).joined(separator: " | ")
            throw CommandFailure("usage: /inspect [\(pages)]")
        }
        return [.overlay(.inspect(page))]
    }

    private func list(_ list: PeerList) -> Request {
        let names = directory.members(of: list)
        return .show(
            .notice,
            names.isEmpty ? "nobody is \(list.name)" : "\(list.name):\n" + names.joined(separator: "\n")
        )
    }

    // MARK: - Settings and keys

    /// `/set`, `/set NAME`, `/set NAME VALUE`.
    private func set(_ argument: String) throws(CommandFailure) -> [Request] {
        let name = String(argument.prefix { $0 != " " && $0 != "=" })
        let text = String(argument.dropFirst(name.count).drop { $0.isWhitespace || $0 == "=" })
        if name.isEmpty { return [.overlay(.help("set"))] }
        guard let definition = SettingDefinition.named(name) else {
            throw CommandFailure(SettingError.unknown(name: Displayable(name, limit: 30).text).explanation)
        }
        guard !text.isEmpty else {
            let value = preferences.settings.value(of: definition).toml
            return [.show(.notice, "\(name) = \(value)\n\(definition.comment) (\(definition.expected))")]
        }
        var changed = preferences.settings
        do {
            try changed.set(name, toText: text)
        } catch {
            throw CommandFailure(error.explanation)
        }
        let value = changed.value(of: definition)
        return [.hint("\(name) = \(value.toml)"), .set(name, value, isSaved: true)]
    }

    /// `/bind`, `/bind KEY`, `/bind KEY ACTION`.
    private func bind(_ argument: String) throws(CommandFailure) -> [Request] {
        let words = argument.split(separator: " ").map(String.init)
        guard let written = words.first else { return [.overlay(.help("keys"))] }
        guard let key = Key(text: written) else {
            throw CommandFailure(
                "no key '\(Displayable(written, limit: 30).text)'; keys are written Ctrl-n, Alt-Left, F2"
            )
        }
        guard words.count > 1 else {
            let meaning = preferences.bindings[key].map { "\($0.rawValue): \($0.summary)" } ?? "nothing"
            return [.show(.notice, "\(key.description) does \(meaning)")]
        }
        guard words.count == 2, words[1] == "none" || Action(rawValue: words[1]) != nil else {
            throw CommandFailure(
                "no action '\(Displayable(words[1], limit: 30).text)'; /help keys lists them"
            )
        }
        return [.bind(key, Action(rawValue: words[1])), .hint("\(key.description) = \(words[1])")]
    }

    // MARK: - Copying

    private func copy(_ argument: String) throws(CommandFailure) -> [Request] {
        guard let count = argument.isEmpty ? 1 : Int(argument), count > 0 else {
            throw CommandFailure("usage: \(Verb.copy.usage); F7 shows text to be selected with the mouse")
        }
        let talk = rooms.shown.entries.filter(\.isTalk).suffix(count)
        guard !talk.isEmpty else { throw CommandFailure("nothing was said here") }
        // One message is what was said; several need to say by whom.
        let lines = talk.map {
            count == 1 ? $0.text : ($0.kind == .action ? "* \($0.nick) " : "\($0.nick): ") + $0.text
        }
        let what = talk.count == 1 ? "the last message is" : "the last \(talk.count) messages are"
        return [.effect(.copy(lines.joined(separator: "\n"))), .hint("\(what) in the clipboard")]
    }

    private func urls() -> Request {
        var links: [String] = []
        for entry in rooms.shown.entries where entry.isTalk {
            for link in LinkFinder.links(in: entry.text) {
                links.removeAll { $0 == link }
                links.append(link)
            }
        }
        let shown = links.suffix(20)
        return .show(.notice, shown.isEmpty ? "there is no link in this room" : shown.joined(separator: "\n"))
    }

    // MARK: - Saving

    /// The lines of the room as plain text.
    private func transcript() -> String {
        var text = ""
        for entry in rooms.shown.entries {
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
