public import History

/// What the store of a node is to do. It has one table for each room, by its topic.
public enum StorageRequest: Equatable, Sendable {
    /// Read what is kept of a room; answered by `Node.receiveStored`.
    case open(RoomName)
    /// Keep a message.
    case keep(RoomName, HistoryRecord)
    /// Let go of messages.
    case drop(RoomName, [HistoryItem])
    /// Let go of everything of a room, and remember the time: nothing older is taken from others.
    case forget(RoomName, seconds: UInt64)
}
