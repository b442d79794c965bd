import History
public import Net

/// What a peer has brought that was said before.
public struct CaughtUp: Equatable, Sendable {
    /// The room.
    public var room: RoomName
    /// Who had it.
    public var peer: PeerID
    /// How many messages were new here.
    public var messages: Int
    /// The bytes that this took beside the messages' own.
    public var bytes: Int
    /// The round trips until it was known which.
    public var rounds: Int

    /// A report from its parts.
    public init(room: RoomName, peer: PeerID, messages: Int, bytes: Int, rounds: Int) {
        self.room = room
        self.peer = peer
        self.messages = messages
        self.bytes = bytes
        self.rounds = rounds
    }

    /// What history reports of a room.
    init(_ report: CatchUpReport, room: RoomName) {
        self.init(
            room: room,
            peer: report.peer,
            messages: report.messages,
            bytes: report.bytes,
            rounds: report.rounds
        )
    }
}
