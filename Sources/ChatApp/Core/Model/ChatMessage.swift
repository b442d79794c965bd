public import Net

/// A message of a room, as the members see it.
///
/// `nick` and `text` are what the author sent, unsanitised: show them through `Displayable` only.
public struct ChatMessage: Equatable, Sendable {
    /// What a message is. Kinds that this version does not know are shown as text.
    public enum Kind: Equatable, Sendable {
        case text
        /// Said of the author in the third person: `/me waves`.
        case action
    }

    /// The room it was said in.
    public var room: RoomName
    /// The gossipsub message id.
    public var id: [UInt8]
    /// The author, proved by the message's signature.
    public var author: PeerID
    /// The name the author claims; empty in raw rooms.
    public var nick: String
    /// What was said; may hold line breaks.
    public var text: String
    /// Unix time in milliseconds by the author's clock; in raw rooms by ours on arrival.
    public var milliseconds: UInt64
    /// Text or action.
    public var kind: Kind
    /// Whether the local user wrote it.
    public var isOwn: Bool
    /// Whether it was said before and came by history, so that it belongs further up.
    public var isLate: Bool

    /// A message from its parts.
    public init(
        room: RoomName,
        id: [UInt8],
        author: PeerID,
        nick: String,
        text: String,
        milliseconds: UInt64,
        kind: Kind,
        isOwn: Bool,
        isLate: Bool = false
    ) {
        self.room = room
        self.id = id
        self.author = author
        self.nick = nick
        self.text = text
        self.milliseconds = milliseconds
        self.kind = kind
        self.isOwn = isOwn
        self.isLate = isLate
    }
}
