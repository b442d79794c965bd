import ChatCore

/// The bars above and below the panes.
enum StatusView {
    static func drawTitle(_ model: TerminalModel, _ rect: Rect, _ screen: inout Screen) {
        guard !rect.isEmpty else { return }
        let bar = model.theme.style(.bar)
        screen.fill(rect, bar)
        let room = model.room
        let right =
            model.directory.ownPeer.map { " \(model.directory.ownNick) \($0.shortDescription) " }
            ?? " starting "
        let rightColumns = min(DisplayWidth.columns(of: right), rect.width / 2)
        let left = rect.inset(right: rightColumns)
        let name = " \(room.name.text) "
        let used = screen.draw(name, in: left, model.theme.style(.barStrong))
        screen.draw("\(room.presentCount) here · topic \(room.name.topic)", in: left.inset(left: used), bar)
        screen.draw(right, in: rect.inset(left: rect.width - rightColumns), bar)
    }

    static func drawStatus(_ model: TerminalModel, _ layout: ScreenLayout, _ screen: inout Screen) {
        let rect = layout.status
        guard !rect.isEmpty else { return }
        let bar = model.theme.style(.bar)
        let strong = model.theme.style(.barStrong)
        screen.fill(rect, bar)
        if !model.hint.isEmpty, layout.status.height > 1 || hintRows(model, rect.width).count > 1 {
            for (y, row) in hintRows(model, rect.width).prefix(rect.height).enumerated() {
                screen.draw(row, in: rect.row(y))
            }
            return
        }
        let right = rightPart(model, layout)
        let rightColumns = min(DisplayWidth.columns(of: right), rect.width)
        let left = rect.inset(right: rightColumns)
        screen.draw(right, in: rect.inset(left: rect.width - rightColumns), strong)
        if !model.hint.isEmpty {
            screen.draw(" " + model.hint, in: left, strong)
            return
        }
        screen.draw(leftPart(model), in: left, bar)
    }

    /// The hint in rows: what is wrong with a line is never cut before its point.
    static func hintRows(_ model: TerminalModel, _ width: Int) -> [StyledRow] {
        let columns = DisplayWidth.columns(of: model.hint)
        guard columns + 1 > width - 16 else { return [StyledRow()] }
        return StyledRow.wrapped(model.hint, model.theme.style(.barStrong), width: width, indent: 1)
    }

    private static func leftPart(_ model: TerminalModel) -> String {
        let connected = model.directory.connectedCount
        var parts = ["engine \(model.engine.name)", "\(connected) connected"]
        if !model.room.isJoined { parts.append("you have left this room") }
        let elsewhere = model.rooms.waiting
        if !elsewhere.isEmpty {
            let names = elsewhere.map { index in
                let room = model.rooms[index]
                return
                    "\(index + 1):\(room.name.text)(\(room.unreadCount)\(room.mentionCount > 0 ? "!" : ""))"
            }
            parts.append("new in " + names.joined(separator: " "))
        }
        return " " + parts.joined(separator: " · ")
    }

    private static func rightPart(_ model: TerminalModel, _ layout: ScreenLayout) -> String {
        var parts: [String] = []
        let length = model.composer.editor.text.utf8.count
        let limit = CommandParser.maximumTextBytes
        if length > limit / 5 * 4 { parts.append("\(length)/\(limit) bytes") }
        if case .held = model.room.position {
            let below = linesBelow(model, layout)
            parts.append(below == 0 ? "held" : "\(below) below ▼")
        }
        if let search = model.room.search {
            parts.append("search: \(Displayable(search.query, limit: 20).text)")
        }
        if parts.isEmpty, layout.status.width >= 70 { parts.append("F1 help") }
        return parts.isEmpty ? "" : " " + parts.joined(separator: " · ") + " "
    }

    /// The lines that lie wholly below the pane.
    private static func linesBelow(_ model: TerminalModel, _ layout: ScreenLayout) -> Int {
        let messages = MessageLayout(model, width: layout.messages.width)
        let room = model.room
        guard !room.entries.isEmpty else { return 0 }
        let top = messages.top(of: room, height: layout.messages.height)
        let bottom = messages.moved(from: top, by: layout.messages.height - 1, in: room)
        return room.entries.count - 1 - bottom.0
    }
}
