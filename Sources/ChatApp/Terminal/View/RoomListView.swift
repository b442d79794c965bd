/// The rooms, with what is unread in them.
enum RoomListView {
    /// For every row of the list the room it shows; a heading stands in the first.
    static func visible(_ model: TerminalModel, height: Int) -> [Int?] {
        let count = model.rooms.count
        let space = max(0, height - 1)
        let first = min(max(0, model.rooms.current - space + 1), max(0, count - space))
        return [nil] + Array(first..<min(count, first + space))
    }

    static func draw(_ model: TerminalModel, _ rect: Rect, _ screen: inout Screen) {
        guard !rect.isEmpty else { return }
        let theme = model.theme
        for (y, place) in visible(model, height: rect.height).enumerated() {
            let row = rect.row(y)
            guard let index = place else {
                screen.draw("Rooms", in: row, theme.style(.heading))
                continue
            }
            let room = model.rooms[index]
            let role: Role =
                index == model.rooms.current
                ? .selected
                : room.mentionCount > 0 ? .mentionRoom : room.unreadCount > 0 ? .unreadRoom : .item
            let style = theme.style(.text).overlaid(with: theme.style(role))
            let right = mark(room)
            let space = rect.width - DisplayWidth.columns(of: right)
            screen.draw(Format.padded(label(model, index), to: space) + right, in: row, style)
        }
    }

    /// What stands in the list for a room, without what is new in it.
    static func label(_ model: TerminalModel, _ index: Int) -> String {
        "\(index + 1) " + model.rooms[index].name.text
    }

    /// What is new in a room, or wrong with it; empty for nothing.
    static func mark(_ room: RoomBuffer) -> String {
        let mark = room.mentionCount > 0 ? "!" : room.isJoined ? "" : "×"
        let count = room.unreadCount > 999 ? "999+" : room.unreadCount > 0 ? "\(room.unreadCount)" : ""
        return count.isEmpty && mark.isEmpty ? "" : " \(mark)\(count)"
    }
}
