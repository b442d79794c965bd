import ChatCore

extension TerminalModel {
    /// Where the reader is.
    public var session: Session {
        let joined = rooms.all.filter(\.isJoined).map(\.name)
        var session = Session(
            nick: directory.chosenNick,
            rooms: joined.isEmpty ? [room.name] : joined,
            shown: joined.contains(room.name) ? room.name : joined.last ?? room.name,
            dials: directory.dials,
            port: directory.port
        )
        session.unread = rooms.unread
        (session.showsRooms, session.showsMembers) = (settings.showsRooms, settings.showsMembers)
        return session
    }

    /// The title of the window: the room, and how much is new.
    public var title: String {
        let count = rooms.all.reduce(0) { $0 + $1.unreadCount }
        return (count > 0 ? "(\(count)) " : "") + room.name.text + " - hearsay"
    }

    /// Whether the screen changes with time alone, so that `TerminalInput.tick` is wanted every second.
    public var wantsTicks: Bool {
        if case .inspector = overlay { return true }
        return false
    }
}
