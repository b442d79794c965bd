public import Net

/// Somebody else in a room: a connected peer that subscribes to its topic.
public struct RoomMember: Equatable, Sendable {
    /// Who it is.
    public var peer: PeerID
    /// The last nick seen in a message of theirs; nil before the first. Unsanitised.
    public var nick: String?

    /// A member from its parts.
    public init(peer: PeerID, nick: String?) {
        self.peer = peer
        self.nick = nick
    }
}
