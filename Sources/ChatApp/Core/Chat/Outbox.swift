import Gossip

/// Our own messages that no peer has been handed yet, in the order they were typed.
///
/// The router keeps them for the first peer of their topic; here it is only known which they are.
struct Outbox {
    private var rooms: [MessageID: RoomName] = Dictionary()

    /// How many they are.
    var count: Int { rooms.count }

    /// A message was published.
    mutating func add(_ id: MessageID, to room: RoomName) {
        rooms[id] = room
    }

    /// A message was handed over; returns its room.
    mutating func remove(_ id: MessageID) -> RoomName? {
        rooms.removeValue(forKey: id)
    }
}
