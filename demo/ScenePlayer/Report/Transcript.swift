/// The course of a scene as lines for people: when, who, what.
package struct Transcript {
    private let nameWidth: Int
    private let isColoured: Bool

    package init(scene: Scene, isColoured: Bool) {
        nameWidth = (scene.peers.map(\.name) + scene.hosts).map(\.count).reduce(5, max)
        self.isColoured = isColoured
    }

    /// The scene's title, what it is about and who takes part.
    package func header(_ scene: Scene) -> [String] {
        var lines = [bold("\(scene.title)") + "   (\(scene.file))"]
        lines += scene.about.map { "  \($0)" }
        let cast =
            scene.peers.count > 8 ? summary(scene.peers) : scene.peers.map { "\($0.name) (\($0.engine))" }
        lines.append("  Cast: " + cast.joined(separator: ", "))
        return lines
    }

    private func summary(_ peers: [PeerDeclaration]) -> [String] {
        let counts = Dictionary(grouping: peers, by: \.engine).mapValues(\.count)
        return counts.keys.sorted().map { "\(counts[$0] ?? 0) × \($0)" }
    }

    /// One entry as one line; nil for what is not worth one.
    package func line(_ entry: JournalEntry) -> String? {
        guard let (who, what) = telling(entry.event) else { return nil }
        let tenths = Int(entry.time.milliseconds)
        let milliseconds = String(tenths % 1000)
        let padded = String(repeating: "0", count: 3 - milliseconds.count) + milliseconds
        let time = "\(tenths / 1000).\(padded)"
        let before = String(repeating: " ", count: max(0, 8 - time.count)) + time
        guard let who else { return "\(dim(before))  \(what)" }
        let name = String(repeating: " ", count: max(0, nameWidth - who.count)) + who
        return "\(dim(before))  \(colour(name, of: who)) \(what)"
    }

    /// What happened, without when and who.
    func plainLine(_ entry: JournalEntry) -> String? { telling(entry.event)?.what }

    private func telling(_ event: JournalEntry.Event) -> (who: String?, what: String)? {
        switch event {
        case .note(let text): return (nil, bold("── \(text)"))
        case .started(let peer, let engine): return (peer, "starts (\(engine))")
        case .listening(let peer, let address): return (peer, "listens on \(Self.short(address))")
        case .connected(let peer, let other, true): return (peer, "──▶ \(other)   connected")
        case .connected(let peer, let other, false): return (peer, "◀── \(other)   accepted")
        case .disconnected(let peer, let other, let reason):
            return (peer, "──✗ \(other)   disconnected: \(reason)")
        case .dialFailed(let peer, let address, let reason):
            return (peer, "cannot reach \(Self.short(address)): \(reason)")
        case .joined(let peer, let room): return (peer, "joins \(room)")
        case .left(let peer, let room): return (peer, "leaves \(room)")
        case .memberLeft(let peer, let other, let room): return (peer, "sees that \(other) has left \(room)")
        case .said(let peer, let room, let text, let isAction):
            let verb = isAction ? "acts" : "says"
            return (peer, "\(verb)\(room.map { " in \($0)" } ?? ""): \(bold(Self.shown(text)))")
        case .typed(let peer, let line): return (peer, "types \(Self.shown(line))")
        case .heard(let peer, let speaker, let room, let text, let latency):
            let after = latency.map { dim("  (\($0.sceneText))") } ?? ""
            return (peer, "hears \(speaker) in \(room): \(Self.shown(text))\(after)")
        case .saidMany(let peer, let count, let sample):
            return (peer, "says \(Self.counted(count)), the first: \(Self.shown(sample))")
        case .heardMany(let peer, let speaker, let count, let median, let slowest):
            return (
                peer,
                "hears \(Self.counted(count)) from \(speaker)"
                    + dim("  (median \(median.sceneText), slowest \(slowest.sceneText))")
            )
        case .signalled(let peer, let signal): return (peer, bold(Self.words(signal)))
        case .ended(let peer, let how): return (peer, "has ended: \(how)")
        case .fault(let link, let what): return (link, "link: \(what)")
        case .plugged(let host, let isPlugged):
            return (host, isPlugged ? "is plugged in again" : bold("is unplugged"))
        case .reported(let peer, _, let details): return (peer, "reports \(Self.shown(details))")
        case .measured(let what): return (nil, bold("── measured \(what)"))
        case .refused(let peer, let message): return (peer, "reports an error: \(Self.shown(message))")
        case .failed(let what): return (nil, bold("✗ \(what)"))
        }
    }

    private static func words(_ signal: PeerSignal) -> String {
        switch signal {
        case .kill: return "is killed (kill -9)"
        case .terminate: return "gets SIGTERM"
        case .interrupt: return "gets SIGINT"
        case .freeze: return "is frozen (SIGSTOP)"
        case .thaw: return "is thawed (SIGCONT)"
        }
    }

    private static func counted(_ count: Int) -> String {
        count == 1 ? "one message" : "\(count) messages"
    }

    /// Without the identity, which fills half a line.
    private static func short(_ address: String) -> String {
        guard let range = address.firstRange(of: "/p2p/") else { return address }
        return address[..<range.upperBound] + "…" + address.suffix(6)
    }

    /// At most 80 characters on one line.
    static func shown(_ text: String) -> String {
        let line = text.replacing("\n", with: "⏎")
        return line.count > 80 ? line.prefix(60) + "… (\(text.utf8.count) bytes)" : line
    }

    // MARK: - Colours

    private func bold(_ text: String) -> String { isColoured ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    private func dim(_ text: String) -> String { isColoured ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

    private func colour(_ text: String, of name: String) -> String {
        guard isColoured else { return text }
        let number = name.utf8.reduce(UInt32(7)) { ($0 &* 31 &+ UInt32($1)) & 0xFFFF } % 6
        return "\u{1B}[\(31 + number)m\(text)\u{1B}[0m"
    }
}
