import ChatCore

/// What the mouse does: the wheel scrolls, a click chooses a room or a member, dividers can be dragged.
extension TerminalModel {
    mutating func receiveMouse(_ event: MouseEvent) -> [TerminalEffect] {
        guard settings.usesMouse, overlay != .copy else { return [] }
        let layout = ScreenLayout(self)
        switch event.kind {
        case .wheelUp, .wheelDown:
            wheel(up: event.kind == .wheelUp)
            return []
        case .press: return press(event.at, layout)
        case .drag: return resizePane(to: event.at)
        case .release:
            guard let finished = drag else { return [] }
            drag = nil
            let isRooms = finished == .rooms
            let width = isRooms ? settings.roomsWidth : settings.membersWidth
            return change(isRooms ? "rooms_width" : "members_width", to: .integer(width), isSaved: true)
        case .other: return []
        }
    }

    private mutating func wheel(up: Bool) {
        if overlay == .none {
            if up { scrollUp(rows: 3) } else { scrollDown(rows: 3) }
        } else {
            for _ in 0..<3 { scroll(up ? .lineUp : .lineDown) }
        }
    }

    private mutating func press(_ point: Point, _ layout: ScreenLayout) -> [TerminalEffect] {
        if let x = layout.roomsDivider, point.x == x, layout.side.contains(point) {
            drag = .rooms
        } else if let x = layout.membersDivider, point.x == x, layout.side.contains(point) {
            drag = .members
        } else if layout.rooms.contains(point) {
            let list = RoomListView.visible(self, height: layout.rooms.height)
            let place = point.y - layout.rooms.y
            if list.indices.contains(place), let index = list[place] { return switchRoom(to: index) }
        } else if layout.members.contains(point) {
            let list = MemberListView.visible(self, height: layout.members.height)
            let place = point.y - layout.members.y
            if list.indices.contains(place), let member = list[place], member != ownPeer {
                address(nick(of: member))
            }
        }
        return []
    }

    /// Writes somebody's nick, as one begins a line to them.
    private mutating func address(_ nick: String) {
        let isStart = room.editor.cursor == 0
        edit { $0.insert(isStart ? nick + ": " : nick + " ") }
    }

    private mutating func resizePane(to point: Point) -> [TerminalEffect] {
        switch drag {
        case .rooms: settings.roomsWidth = min(max(8, point.x), 60)
        case .members: settings.membersWidth = min(max(8, size.width - point.x - 1), 60)
        case nil: break
        }
        return []
    }
}
