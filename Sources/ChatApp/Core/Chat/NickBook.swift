import HearsayCollections
import Net

/// The last nick seen from each author. Bounded: the author first seen longest ago is forgotten first.
struct NickBook {
    /// The most authors remembered.
    static let maximumAuthors = 1_000
    /// The most bytes of a nick that are kept.
    static let maximumNickBytes = 256

    private var nicks: [PeerID: String] = Dictionary()
    private var order: [PeerID] = []

    /// The last nick of an author.
    subscript(author: PeerID) -> String? { nicks[author] }

    /// The authors whose last nick is that, sorted.
    func authors(of nick: String) -> [PeerID] {
        nicks.filter { $0.value == nick }.map { $0.key }.ordered()
    }

    /// The authors remembered, in the order of their first message.
    var authors: [PeerID] { order }

    /// Remembers the nick of a message.
    mutating func note(_ nick: String, of author: PeerID) {
        guard !nick.utf8.isEmpty, nick.utf8.count <= Self.maximumNickBytes else { return }
        if nicks.updateValue(nick, forKey: author) == nil {
            order.append(author)
            if order.count > Self.maximumAuthors { nicks[order.removeFirst()] = nil }
        }
    }
}
