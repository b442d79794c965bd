/// The system log: what happens beneath the chat.
enum LogView {
    static func draw(_ model: TerminalModel, rowsUp: Int, _ rect: Rect, _ screen: inout Screen) {
        guard rect.height > 1 else { return }
        let theme = model.theme
        screen.fill(rect, theme.style(.text))
        screen.draw(
            "System log  (F4 closes, PageUp and PageDown scroll)",
            in: rect.row(0),
            theme.style(.heading)
        )
        let pane = rect.inset(top: 1)
        var rows: [StyledRow] = []
        var place = max(min(1, model.overlays.logLines.count), model.overlays.logLines.count - rowsUp)
        while place > 0, rows.count < pane.height {
            place -= 1
            let line = model.overlays.logLines[place]
            let text = line.dropFirst(9)
            let isError = text.hasPrefix("error") || text.hasPrefix("cannot")
            let style = theme.style(.text).overlaid(with: theme.style(isError ? .error : .text))
            rows = StyledRow.wrapped(line, style, width: pane.width) + rows
        }
        for (y, row) in rows.suffix(pane.height).enumerated() {
            screen.draw(row, in: pane.row(y))
        }
    }
}
