import ChatCore

/// Moving between rooms.
extension TerminalModel {
    /// Shows a room and tells the chat, so that what is typed goes there.
    mutating func switchRoom(to index: Int) -> [TerminalEffect] {
        guard index != current, rooms.indices.contains(index) else { return [] }
        showRoom(index)
        return rooms[index].isJoined ? [.command(.room(rooms[index].name))] : []
    }

    /// Shows a room: the one that is left has been read.
    mutating func showRoom(_ index: Int) {
        guard index != current else { return }
        lastRoom = room.name
        room.unreadSerial = nil
        room.editor.killRing = killRing
        current = index
        room.unreadCount = 0
        room.mentionCount = 0
        completion = nil
        focus = .message
        history.stopBrowsing()
        if overlay == .copy { overlay = .none }
    }

    /// The room with a mention first, then the one with the latest unread message.
    mutating func switchToActivity() -> [TerminalEffect] {
        let waiting = rooms.indices.filter { $0 != current && rooms[$0].unreadCount > 0 }
        let best = waiting.max { left, right in
            let (a, b) = (rooms[left], rooms[right])
            if (a.mentionCount > 0) != (b.mentionCount > 0) { return b.mentionCount > 0 }
            return a.activity < b.activity
        }
        guard let best else {
            hint = "nothing new elsewhere"
            return []
        }
        return switchRoom(to: best)
    }

    mutating func receiveFocus(_ hasFocus: Bool) -> [TerminalEffect] {
        if self.hasFocus, !hasFocus { room.unreadSerial = nil }
        self.hasFocus = hasFocus
        return []
    }
}
