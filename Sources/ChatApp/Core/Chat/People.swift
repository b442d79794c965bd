import HearsayCollections
import Net

/// Who was heard of: the nicks that authors go by, and whose messages are not shown.
struct People {
    private var nicks = NickBook()
    private var ignored: Set<PeerID> = []
    private var blocked: Set<PeerID> = []

    /// The last nick of a peer; `nil` before its first message. Unsanitised.
    func nick(of peer: PeerID) -> String? {
        nicks[peer]
    }

    /// Whether the author is ignored.
    func isIgnored(_ author: PeerID) -> Bool {
        ignored.contains(author)
    }

    /// Whether the author is blocked.
    func isBlocked(_ author: PeerID) -> Bool {
        blocked.contains(author)
    }

    /// Whether nothing of that author is shown.
    func isHidden(_ author: PeerID) -> Bool {
        ignored.contains(author) || blocked.contains(author)
    }

    /// Everybody who can be named: the authors seen, those on a list, and those given; sorted.
    func known(and others: [PeerID]) -> [PeerID] {
        Set(others).union(nicks.authors).union(ignored).union(blocked).ordered()
    }

    /// The one peer that a user means.
    ///
    /// - Parameter others: Who can be named beside the authors seen and the ignored.
    /// - Throws: `CommandError` where it fits none, or several.
    func resolve(_ reference: PeerReference, and others: [PeerID]) throws(CommandError) -> PeerID {
        let found = reference.resolve(among: known(and: others), nicks: nicks)
        let shown = Displayable(reference.text, limit: 100).text
        guard let peer = found.first else { throw CommandError(message: "no peer \(shown) is known") }
        guard found.count == 1 else {
            throw CommandError(message: "\(shown) fits \(found.count) peers; give the peer id")
        }
        return peer
    }

    /// Remembers the nick of a message.
    mutating func note(_ nick: String, of author: PeerID) {
        nicks.note(nick, of: author)
    }

    /// Puts the author onto a list.
    mutating func add(_ author: PeerID, to list: PeerList) {
        switch list {
        case .ignored: ignored.insert(author)
        case .blocked: blocked.insert(author)
        }
    }

    /// Takes the author off a list; returns whether it was there.
    mutating func remove(_ author: PeerID, from list: PeerList) -> Bool {
        switch list {
        case .ignored: return ignored.remove(author) != nil
        case .blocked: return blocked.remove(author) != nil
        }
    }
}
