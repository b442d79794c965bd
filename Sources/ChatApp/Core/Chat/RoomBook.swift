import HearsayCollections
import Net

/// The rooms we are in, the current one, and who else is in each.
struct RoomBook {
    /// The most rooms one node is in.
    static let maximumRooms = 100

    /// One joined room.
    struct Room {
        let name: RoomName
        var members: Set<PeerID> = []
    }

    /// In the order of joining.
    private(set) var rooms: [Room] = []
    /// The room that typed lines go to; nil when we are in none.
    private(set) var current: RoomName?

    /// Whether we are in the room.
    func contains(_ name: RoomName) -> Bool {
        index(of: name) != nil
    }

    /// The joined room of a topic.
    func room(ofTopic topic: String) -> RoomName? {
        rooms.first { $0.name.topic == topic }?.name
    }

    /// The others in a room, sorted.
    func members(of name: RoomName) -> [PeerID] {
        index(of: name).map { rooms[$0].members.ordered() } ?? []
    }

    /// The rooms that a peer is in, in the order of joining.
    func rooms(of peer: PeerID) -> [RoomName] {
        rooms.filter { $0.members.contains(peer) }.map { $0.name }
    }

    /// Enters a room, which becomes the current one.
    mutating func join(_ name: RoomName, members: Set<PeerID>) {
        rooms.append(Room(name: name, members: members))
        current = name
    }

    /// Makes a joined room the current one.
    mutating func switchTo(_ name: RoomName) {
        current = name
    }

    /// Leaves a room. Where it was the current one, the room joined last of those left becomes it.
    mutating func part(_ name: RoomName) {
        rooms.removeAll { $0.name == name }
        if current == name { current = rooms.last?.name }
    }

    /// Returns whether the peer is new there.
    mutating func add(_ peer: PeerID, to name: RoomName) -> Bool {
        guard let index = index(of: name) else { return false }
        return rooms[index].members.insert(peer).inserted
    }

    /// Returns whether the peer was there.
    mutating func remove(_ peer: PeerID, from name: RoomName) -> Bool {
        guard let index = index(of: name) else { return false }
        return rooms[index].members.remove(peer) != nil
    }

    private func index(of name: RoomName) -> Int? {
        rooms.firstIndex { $0.name == name }
    }
}
