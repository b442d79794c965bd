import ChatCore

/// What a word may become by Tab, among the things that are known.
struct Completer {
    /// What completes a word.
    struct Proposal: Equatable {
        /// The word before the cursor.
        let word: String
        /// What it may become.
        let candidates: [String]
        /// What is written behind a finished word.
        let suffix: String
    }

    /// The rooms.
    let rooms: [String]
    /// The nicks in the room that is shown; who spoke last comes first.
    let presentNicks: [String]
    /// All nicks.
    let knownNicks: [String]
    /// The key tags of all peers.
    let tags: [String]
    /// Addresses to dial.
    let addresses: [String]
    /// What is set.
    let settings: Settings

    /// What is known to the model.
    init(_ model: TerminalModel) {
        let (room, directory) = (model.room, model.directory)
        var present: [String] = []
        for entry in room.entries.suffix(200).reversed()
        where entry.isTalk && !entry.isOwn && !entry.nick.isEmpty {
            if !present.contains(entry.nick) { present.append(entry.nick) }
        }
        let others = room.members.union(room.heard).compactMap { directory.peers[$0]?.nick }
        present += Set(others.filter { !$0.isEmpty }).subtracting(present).sorted()
        rooms = model.rooms.all.map(\.name.text)
        presentNicks = present
        knownNicks = present + directory.nicks.filter { !present.contains($0) }
        tags = directory.peers.keys.map(\.shortDescription).sorted()
        settings = model.settings
        let typed = model.composer.history.lines.reversed().compactMap { line in
            line.hasPrefix("/dial ") ? String(line.dropFirst(6)) : nil
        }
        var unique: [String] = []
        for address in typed + directory.addresses + ["/ip4/127.0.0.1/tcp/", "/dns/"]
        where !unique.contains(address) {
            unique.append(address)
        }
        addresses = unique
    }

    /// What completes the end of `before`.
    func proposal(for before: String) -> Proposal {
        let word = String(before.reversed().prefix { !$0.isWhitespace }.reversed())
        let isFirst = word.count == before.count
        if isFirst, word.hasPrefix("/"), !word.hasPrefix("//") {
            let names = Verb.allCases.map { "/" + $0.name }.sorted()
            return Proposal(
                word: word,
                candidates: names.filter { $0.hasPrefix(word.lowercased()) },
                suffix: " "
            )
        }
        if before.hasPrefix("/"), !before.hasPrefix("//") {
            let parts = before.dropFirst().split(separator: " ", omittingEmptySubsequences: false).map(
                String.init
            )
            if let verb = Verb(name: parts[0].lowercased()),
                let options = arguments(of: verb, place: parts.count - 1, parts)
            {
                let fitting = options.filter { $0.lowercased().hasPrefix(word.lowercased()) }
                return Proposal(word: word, candidates: fitting, suffix: " ")
            }
        }
        let nicks = presentNicks.filter { $0.lowercased().hasPrefix(word.lowercased()) }
        return Proposal(word: word, candidates: word.isEmpty ? [] : nicks, suffix: isFirst ? ": " : " ")
    }

    private func arguments(of verb: Verb, place: Int, _ parts: [String]) -> [String]? {
        switch (verb, place) {
        case (.join, 1), (.part, 1), (.room, 1), (.say, 1), (.names, 1), (.topic, 1): return rooms
        case (.msg, 1): return rooms + presentNicks
        case (.whois, 1), (.ignore, 1), (.unignore, 1), (.block, 1), (.unblock, 1), (.disconnect, 1):
            return knownNicks + tags
        case (.dial, 1): return addresses
        case (.help, 1): return Verb.allCases.map(\.name).sorted() + ["keys", "gossip"]
        case (.set, 1): return SettingDefinition.all.map(\.name)
        case (.set, 2): return SettingDefinition.named(parts[1]).map(values) ?? []
        case (.theme, 1): return ["auto"] + Theme.builtIn.map(\.name)
        case (.bind, 2): return Action.allCases.map(\.rawValue) + ["none"]
        case (.inspect, 1): return InspectorPage.allCases.map(\.rawValue)
        default: return nil
        }
    }

    private func values(of definition: SettingDefinition) -> [String] {
        switch definition.kind {
        case .bool: return ["on", "off"]
        case .choice(_, let words): return words
        case .integer(let path, _): return ["\(settings[keyPath: path])"]
        case .list: return []
        }
    }

    // MARK: - Paths

    /// The folder whose names complete the end of `before`; nil where no path is written.
    static func folder(in before: String) -> String? {
        path(in: before).map(folder(of:))
    }

    /// What completes a path, by what its folder holds; nil where that is not the folder any more.
    static func proposal(for before: String, folder: String, names: [String]) -> Proposal? {
        guard let typed = path(in: before), Self.folder(of: typed) == folder else { return nil }
        let isHiddenWanted = typed.dropFirst(folder.count).hasPrefix(".")
        let visible = names.filter { isHiddenWanted || !$0.hasPrefix(".") }.map {
            folder + Displayable($0).text
        }
        return Proposal(word: typed, candidates: visible.sorted().filter { $0.hasPrefix(typed) }, suffix: "")
    }

    private static func path(in before: String) -> String? {
        let prefix = "/save "
        return before.hasPrefix(prefix) ? String(before.dropFirst(prefix.count)) : nil
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }
}
