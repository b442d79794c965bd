/// One joined room, as `/rooms` tells it.
public struct RoomSummary: Equatable, Sendable {
    /// Its name.
    public var room: RoomName
    /// Whether lines that are typed go there.
    public var isCurrent: Bool
    /// The members known, ourselves not among them, sorted by peer id.
    public var members: [RoomMember]

    /// A summary from its parts.
    public init(room: RoomName, isCurrent: Bool, members: [RoomMember]) {
        self.room = room
        self.isCurrent = isCurrent
        self.members = members
    }
}
