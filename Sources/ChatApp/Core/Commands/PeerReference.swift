import Net

/// How a user names a peer: by its peer id, by the end of it (six characters or more, the key tag), or by its
/// nick.
///
/// It is resolved by the node, among the peers it knows; one that fits several peers is refused.
public struct PeerReference: Equatable, Sendable {
    /// The words as typed.
    public let text: String

    /// A reference as typed.
    public init(_ text: String) {
        self.text = text
    }
}

extension PeerReference {
    /// The fewest characters of a peer id's end that name it.
    static let minimumTagLength = 6

    /// The peers that it fits: the one of that peer id, or those whose id ends so, or those of that nick;
    /// sorted.
    func resolve(among peers: [PeerID], nicks: NickBook) -> [PeerID] {
        do {
            return [try PeerID(text: text)]
        } catch {
            // Not a whole peer id.
        }
        if text.utf8.count >= Self.minimumTagLength {
            let tagged = peers.filter { $0.description.ends(with: text) }
            if !tagged.isEmpty { return tagged }
        }
        return nicks.authors(of: text)
    }
}
