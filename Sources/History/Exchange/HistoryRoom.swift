import Net

/// A room that is kept, and who is in it.
struct HistoryRoom {
    let topic: String
    let time: HistoryTime
    var log: RoomLog
    /// Those who have said that they are in the room, in the order of their ids.
    var members: [PeerID] = []
    /// When somebody is asked although nothing has happened.
    var refresh: Instant
}
