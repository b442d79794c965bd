import ChatCore

/// What the mouse does: the wheel scrolls, a click chooses a room or a member, dividers can be dragged.
struct Pointer: Hashable, Sendable {
    /// The list whose divider is being dragged.
    private(set) var dragged: SideList?

    /// Something was done with the mouse on that screen.
    mutating func receive(_ event: MouseEvent, on model: TerminalModel) -> [Request] {
        guard model.settings.usesMouse, model.overlay != .copy else { return [] }
        switch event.kind {
        case .wheelUp, .wheelDown:
            return Array(repeating: .scroll(event.kind == .wheelUp ? .lineUp : .lineDown), count: 3)
        case .press: return press(event.at, model)
        case .drag:
            guard let dragged else { return [] }
            let isRooms = dragged == .rooms
            let width = isRooms ? event.at.x : model.size.width - event.at.x - 1
            let name = isRooms ? "rooms_width" : "members_width"
            return [.set(name, .integer(min(max(8, width), 60)), isSaved: false)]
        case .release:
            guard let finished = dragged else { return [] }
            dragged = nil
            return finished == .rooms
                ? [.set("rooms_width", .integer(model.settings.roomsWidth), isSaved: true)]
                : [.set("members_width", .integer(model.settings.membersWidth), isSaved: true)]
        case .other: return []
        }
    }

    private mutating func press(_ point: Point, _ model: TerminalModel) -> [Request] {
        let layout = ScreenLayout(model)
        if let x = layout.roomsDivider, point.x == x, layout.side.contains(point) {
            dragged = .rooms
        } else if let x = layout.membersDivider, point.x == x, layout.side.contains(point) {
            dragged = .members
        } else if layout.rooms.contains(point) {
            let list = RoomListView.visible(model, height: layout.rooms.height)
            let place = point.y - layout.rooms.y
            if list.indices.contains(place), let index = list[place] { return [.goToRoom(index)] }
        } else if layout.members.contains(point) {
            let list = MemberListView.visible(model, height: layout.members.height)
            let place = point.y - layout.members.y
            if list.indices.contains(place), let member = list[place], member != model.directory.ownPeer {
                return [.address(model.directory.nick(of: member))]
            }
        }
        return []
    }
}
