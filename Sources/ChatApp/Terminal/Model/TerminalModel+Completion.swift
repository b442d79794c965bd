import ChatCore

/// Completion by Tab.
extension TerminalModel {
    mutating func complete(backward: Bool) -> [TerminalEffect] {
        if let completion, !completion.candidates.isEmpty {
            cycle(completion, backward: backward)
            return []
        }
        let editor = room.editor
        let before = String(editor.characters[..<editor.cursor])
        if let path = pathToComplete(before) {
            let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
            return [.listDirectory(path: folder)]
        }
        let (word, candidates, suffix) = candidates(for: before)
        begin(word: word, candidates, suffix)
        return []
    }

    mutating func receiveDirectory(_ path: String, _ names: [String]) -> [TerminalEffect] {
        let editor = room.editor
        let before = String(editor.characters[..<editor.cursor])
        // The line may have changed while the folder was read.
        guard let typed = pathToComplete(before) else { return [] }
        let folder = typed.lastIndex(of: "/").map { String(typed[...$0]) } ?? ""
        guard folder == path else { return [] }
        let isHiddenWanted = typed.dropFirst(folder.count).hasPrefix(".")
        let visible = names.filter { isHiddenWanted || !$0.hasPrefix(".") }.map {
            folder + Displayable($0).text
        }
        begin(word: typed, visible.sorted().filter { $0.hasPrefix(typed) }, "")
        return []
    }

    private func pathToComplete(_ before: String) -> String? {
        let prefix = "/save "
        return before.hasPrefix(prefix) ? String(before.dropFirst(prefix.count)) : nil
    }

    private mutating func begin(word: String, _ candidates: [String], _ suffix: String) {
        guard !candidates.isEmpty else {
            hint = word.isEmpty ? "" : "nothing completes '\(word)'"
            return
        }
        let end = room.editor.cursor
        let start = end - word.count
        // What all of them begin with is written first; only a second Tab chooses among them.
        let common = Self.commonPrefix(candidates)
        if candidates.count > 1, common.count > word.count {
            edit { $0.replace(start..<end, with: common) }
            hint = Self.list(candidates)
            return
        }
        let completion = Completion(
            start: start,
            end: end,
            candidates: candidates,
            chosen: -1,
            suffix: suffix
        )
        cycle(completion, backward: false)
        if candidates.count == 1 { self.completion = nil }
    }

    private mutating func cycle(_ completion: Completion, backward: Bool) {
        var completion = completion
        let count = completion.candidates.count
        completion.chosen =
            backward
            ? (completion.chosen <= 0 ? count - 1 : completion.chosen - 1) : (completion.chosen + 1) % count
        let candidate = completion.candidates[completion.chosen]
        let isFolder = candidate.hasSuffix("/") && completion.suffix.isEmpty
        let text = isFolder ? candidate : candidate + completion.suffix
        edit { $0.replace(completion.start..<completion.end, with: text) }
        completion.end = room.editor.cursor
        hint = count > 1 ? Self.list(completion.candidates, chosen: completion.chosen) : ""
        self.completion = completion
    }

    private static func list(_ candidates: [String], chosen: Int? = nil) -> String {
        var shown = candidates.prefix(12).enumerated().map {
            $0.offset == chosen ? "[\($0.element)]" : $0.element
        }
        if candidates.count > 12 { shown.append("and \(candidates.count - 12) more") }
        return shown.joined(separator: "  ")
    }

    private static func commonPrefix(_ texts: [String]) -> String {
        guard var common = texts.first else { return "" }
        for text in texts.dropFirst() {
            while !text.hasPrefix(common) { common.removeLast() }
        }
        return common
    }

    // MARK: - Candidates

    private func candidates(for before: String) -> (word: String, [String], suffix: String) {
        let word = String(before.reversed().prefix { !$0.isWhitespace }.reversed())
        let isFirst = word.count == before.count
        if isFirst, word.hasPrefix("/"), !word.hasPrefix("//") {
            let names = TerminalVerb.allCases.map { "/" + $0.rawValue }.sorted()
            return (word, names.filter { $0.hasPrefix(word.lowercased()) }, " ")
        }
        if before.hasPrefix("/"), !before.hasPrefix("//") {
            let parts = before.dropFirst().split(separator: " ", omittingEmptySubsequences: false).map(
                String.init
            )
            if let verb = TerminalVerb(rawValue: parts[0].lowercased()),
                let options = argumentCandidates(verb, place: parts.count - 1, parts)
            {
                return (word, options.filter { $0.lowercased().hasPrefix(word.lowercased()) }, " ")
            }
        }
        let nicks = presentNicks().filter { $0.lowercased().hasPrefix(word.lowercased()) }
        return (word, word.isEmpty ? [] : nicks, isFirst ? ": " : " ")
    }

    private func argumentCandidates(_ verb: TerminalVerb, place: Int, _ parts: [String]) -> [String]? {
        let roomNames = rooms.map(\.name.text)
        switch (verb, place) {
        case (.join, 1), (.part, 1), (.room, 1), (.say, 1), (.names, 1), (.topic, 1): return roomNames
        case (.msg, 1): return roomNames + presentNicks()
        case (.whois, 1), (.ignore, 1), (.unignore, 1), (.block, 1), (.unblock, 1), (.disconnect, 1):
            return knownNicks() + peers.keys.map(\.shortDescription).sorted()
        case (.dial, 1): return knownAddresses()
        case (.help, 1): return TerminalVerb.allCases.map(\.rawValue).sorted() + ["keys", "gossip"]
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

    /// Who spoke last comes first, then the others by name.
    private func presentNicks() -> [String] {
        var nicks: [String] = []
        for entry in room.entries.suffix(200).reversed()
        where entry.isTalk && !entry.isOwn && !entry.nick.isEmpty {
            if !nicks.contains(entry.nick) { nicks.append(entry.nick) }
        }
        let others = room.members.union(room.heard).compactMap { peers[$0]?.nick }.filter { !$0.isEmpty }
        return nicks + Set(others).subtracting(nicks).sorted()
    }

    private func knownNicks() -> [String] {
        let present = presentNicks()
        return present
            + Set(peers.values.compactMap(\.nick).filter { !$0.isEmpty }).subtracting(present).sorted()
    }

    private func knownAddresses() -> [String] {
        let addresses = peers.sorted { $0.key < $1.key }.compactMap { peer, state in
            state.address.map { $0.withPeerID(peer).description }
        }
        let typed = history.lines.reversed().compactMap { line in
            line.hasPrefix("/dial ") ? String(line.dropFirst(6)) : nil
        }
        var unique: [String] = []
        for address in typed + addresses + ["/ip4/127.0.0.1/tcp/", "/dns/"] where !unique.contains(address) {
            unique.append(address)
        }
        return unique
    }
}
