import ChatCore

/// Draws the model. It reads the model only and yields a picture.
public enum TerminalView {
    /// The picture of the model.
    public static func screen(of model: TerminalModel) -> Screen {
        var screen = Screen(size: model.size)
        guard model.size.width >= 4, model.size.height >= 1 else { return screen }
        let layout = ScreenLayout(model)
        screen.fill(screen.bounds, model.theme.style(.text))
        if model.overlay == .copy {
            CopyView.draw(model, &screen)
            return screen
        }
        drawMessages(model, layout.messages, &screen)
        switch model.overlay {
        case .none:
            RoomListView.draw(model, layout.rooms, &screen)
            MemberListView.draw(model, layout.members, &screen)
        case .copy: break
        case .help(let topic, let row):
            let rows = HelpView.rows(model, topic: topic, width: layout.overlay.width)
            draw(rows, from: row, in: layout.overlay, model, &screen)
        case .log(let rowsUp): LogView.draw(model, rowsUp: rowsUp, layout.overlay, &screen)
        case .inspector(let page, let row):
            InspectorView.draw(model, page: page, row: row, layout.overlay, &screen)
        }
        for x in [layout.roomsDivider, layout.membersDivider, layout.overlayDivider].compactMap({ $0 }) {
            for y in layout.side.y..<layout.side.y + layout.side.height {
                screen.draw("│", in: Rect(x: x, y: y, width: 1, height: 1), model.theme.style(.divider))
            }
        }
        StatusView.drawTitle(model, layout.title, &screen)
        StatusView.drawStatus(model, layout, &screen)
        InputView.draw(model, layout.input, &screen)
        return screen
    }

    /// The plain rows of an overlay, from row `first`.
    static func draw(
        _ rows: [StyledRow],
        from first: Int,
        in rect: Rect,
        _ model: TerminalModel,
        _ screen: inout Screen
    ) {
        screen.fill(rect, model.theme.style(.text))
        let start = min(max(0, first), max(0, rows.count - 1))
        for (y, row) in rows.dropFirst(start).prefix(rect.height).enumerated() {
            screen.draw(row, in: rect.row(y))
        }
    }

    /// The last row that may be at the top of what lies over the messages.
    static func lastOverlayRow(_ model: TerminalModel, _ layout: ScreenLayout) -> Int {
        switch model.overlay {
        case .none, .copy, .log: 0
        case .help(let topic, _):
            max(
                0,
                HelpView.rows(model, topic: topic, width: layout.overlay.width).count - layout.overlay.height
            )
        case .inspector(let page, _):
            max(
                0,
                InspectorView.rows(model, page: page, width: layout.overlay.width).count
                    - layout.overlay.height + 1
            )
        }
    }

    private static func drawMessages(_ model: TerminalModel, _ rect: Rect, _ screen: inout Screen) {
        guard !rect.isEmpty else { return }
        let layout = MessageLayout(model, width: rect.width)
        let room = model.room
        var (index, skipped) = layout.top(of: room, height: rect.height)
        var rows: [StyledRow] = []
        while index < room.entries.count, rows.count < rect.height {
            rows += layout.rows(at: index, in: room).dropFirst(skipped)
            skipped = 0
            index += 1
        }
        rows = Array(rows.prefix(rect.height))
        // A room with few lines begins at the bottom, where the input is.
        let offset = room.position == .newest ? rect.height - rows.count : 0
        for (y, row) in rows.enumerated() {
            screen.draw(row, in: rect.row(y + offset))
        }
    }
}
