import ChatCore
import Net

/// Whom the reader does not want to hear. It is kept in the configuration, by key: a new nick does not help.
extension TerminalModel {
    /// `/ignore`, `/unignore`, `/block`, `/unblock`: with somebody, or alone to list who is on the list.
    mutating func changeList(
        _ verb: TerminalVerb,
        _ argument: String,
        at moment: Moment
    ) throws(CommandFailure) -> [TerminalEffect] {
        let isBlocking = verb == .block || verb == .unblock
        let setting = isBlocking ? "blocked" : "ignored"
        var list = isBlocking ? settings.blocked : settings.ignored
        guard !argument.isEmpty else {
            let names = list.map { Displayable($0, limit: 100).text }
            show(
                .notice,
                names.isEmpty ? "nobody is \(setting)" : "\(setting):\n" + names.joined(separator: "\n"),
                at: moment
            )
            return []
        }
        let peer = try resolve(argument)
        let key = peer.description
        let name = name(of: peer)
        let isAdding = verb == .block || verb == .ignore
        guard list.contains(key) != isAdding else {
            throw CommandFailure(isAdding ? "\(name) is \(setting) already" : "\(name) was not \(setting)")
        }
        guard peer != ownPeer else { throw CommandFailure("that is you") }
        if isAdding { list.append(key) } else { list.removeAll { $0 == key } }
        var effects = change(setting, to: .list(list), isSaved: true)
        show(.notice, "\(name) is \(isAdding ? "" : "no longer ")\(setting)", at: moment)
        if verb == .block, peers[peer]?.isConnected == true {
            effects.append(.command(.disconnect(PeerReference(key))))
        }
        return effects
    }

    /// The peer that somebody means: by peer id, by the end of it, or by nick.
    private func resolve(_ text: String) throws(CommandFailure) -> PeerID {
        do {
            return try PeerID(text: text)
        } catch {
            // Not a whole peer id.
        }
        let known = Set(peers.keys).union(ignoredPeers).union(blockedPeers)
        var matching = text.utf8.count < 6 ? [] : known.filter { $0.description.hasSuffix(text) }
        if matching.isEmpty { matching = known.filter { peers[$0]?.nick == text } }
        if let peer = matching.first, matching.count == 1 { return peer }
        let shown = Displayable(text, limit: 60).text
        guard !matching.isEmpty else {
            throw CommandFailure("nobody is known as '\(shown)'; the tag beside the nick names somebody too")
        }
        let tags = matching.map(\.shortDescription).sorted().prefix(6).joined(separator: ", ")
        throw CommandFailure("several are called '\(shown)'; name one by the tag: \(tags)")
    }

    static func peers(_ list: [String]) -> Set<PeerID> {
        var peers: Set<PeerID> = []
        for text in list {
            do {
                peers.insert(try PeerID(text: text))
            } catch {
                // Somebody wrote it into the file by hand; nobody has such a key.
            }
        }
        return peers
    }
}
