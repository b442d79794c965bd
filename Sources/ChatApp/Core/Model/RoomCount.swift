/// A room that connected peers are in, as `/list` tells it.
public struct RoomCount: Equatable, Sendable {
    /// Its name.
    public var room: RoomName
    /// How many connected peers are in it, ourselves not among them.
    public var peerCount: Int

    /// That many in that room.
    public init(room: RoomName, peerCount: Int) {
        self.room = room
        self.peerCount = peerCount
    }
}
