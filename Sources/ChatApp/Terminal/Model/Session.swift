public import ChatCore
public import Net

/// Where somebody was: what another start of the chat, today or tomorrow, is to go on with.
public struct Session: Hashable, Sendable {
    /// What is new in a room.
    public struct Unread: Hashable, Sendable {
        /// The room.
        public var room: RoomName
        /// Messages that were not seen.
        public var count: Int
        /// Those of them that name the reader.
        public var mentionCount: Int

        /// What is new in that room.
        public init(room: RoomName, count: Int, mentionCount: Int) {
            self.room = room
            self.count = count
            self.mentionCount = mentionCount
        }
    }

    /// The nick, as it was chosen.
    public var nick: String
    /// The rooms, in the order of the list.
    public var rooms: [RoomName]
    /// The room that was shown.
    public var shown: RoomName
    /// The addresses that are to be dialled.
    public var dials: [Multiaddr]
    /// The port that was listened on; nil for none.
    public var port: UInt16?
    /// What was new in the rooms that were not shown.
    public var unread: [Unread] = []
    /// Whether the rooms are listed.
    public var showsRooms = true
    /// Whether the members are listed.
    public var showsMembers = true

    /// A session from its parts.
    public init(nick: String, rooms: [RoomName], shown: RoomName, dials: [Multiaddr], port: UInt16? = nil) {
        self.nick = nick
        self.rooms = rooms
        self.shown = shown
        self.dials = dials
        self.port = port
    }

    /// The rooms in an order to join them in: the one that was shown comes last, and is shown then.
    public var joinOrder: [RoomName] { rooms.filter { $0 != shown } + [shown] }
}

extension Session {
    /// The session as a file keeps it: lines that TOML understands, and people.
    public var text: String {
        let lines: [(String, SettingValue?)] = [
            ("nick", .text(nick)), ("rooms", .list(rooms.map(\.text))), ("shown", .text(shown.text)),
            ("dials", .list(dials.map(\.description))), ("port", port.map { .integer(Int($0)) }),
            ("unread", .list(unread.map { "\($0.count) \($0.mentionCount) \($0.room.text)" })),
            ("show_rooms", .bool(showsRooms)), ("show_members", .bool(showsMembers)),
        ]
        return "# Where Hearsay was left; written by the program. --fresh starts without.\n"
            + lines.compactMap { name, value in value.map { "\(name) = \($0.toml)\n" } }.joined()
    }

    /// Reads what `text` writes; what is damaged is left out, and nil is what has no room.
    public init?(text: String) {
        var values: [Substring: Substring] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            values[line[..<equals].filter { $0 != " " }[...]] = line[line.index(after: equals)...]
        }
        func texts(_ name: Substring) -> [String] {
            values[name].flatMap { SettingValue.quotedTexts(String($0)) } ?? []
        }
        func flag(_ name: Substring) -> Bool { values[name]?.contains("false") != true }
        let rooms = texts("rooms").compactMap { try? RoomName($0) }
        let shown = texts("shown").first.flatMap { try? RoomName($0) }
        guard let last = rooms.last, Set(rooms).count == rooms.count else { return nil }
        self.init(
            nick: texts("nick").first ?? "",
            rooms: rooms,
            shown: shown.flatMap { rooms.contains($0) ? $0 : nil } ?? last,
            dials: texts("dials").prefix(Directory.maximumDials).compactMap { try? Multiaddr(text: $0) },
            port: values["port"].flatMap { UInt16($0.filter { $0 != " " }) }
        )
        showsRooms = flag("show_rooms")
        showsMembers = flag("show_members")
        unread = texts("unread").compactMap { line in
            let parts = line.split(separator: " ", maxSplits: 2)
            guard parts.count == 3, let count = Int(parts[0]), let mentions = Int(parts[1]), count > 0,
                let room = try? RoomName(String(parts[2]))
            else { return nil }
            return Unread(room: room, count: count, mentionCount: min(max(0, mentions), count))
        }
    }
}
