/// The line that is being written.
enum InputView {
    /// Rows it wants; the layout may give it fewer.
    static func rowCount(_ model: TerminalModel) -> Int {
        let (prompt, text, _) = content(model)
        let available = model.size.width - DisplayWidth.columns(of: prompt)
        return LineWrapper(width: available - 1).rows(of: TextCluster.split(text)).count
    }

    static func draw(_ model: TerminalModel, _ rect: Rect, _ screen: inout Screen) {
        guard !rect.isEmpty else { return }
        let (prompt, text, cursor) = content(model)
        let promptColumns = DisplayWidth.columns(of: prompt)
        let clusters = TextCluster.split(text)
        let rows = LineWrapper(width: rect.width - promptColumns - 1).rows(of: clusters)
        let cursorRow = max(0, (rows.firstIndex { $0.lowerBound > cursor } ?? rows.count) - 1)
        let first = min(max(0, cursorRow - rect.height + 1), max(0, rows.count - rect.height))
        screen.draw(prompt, in: rect.row(0), model.theme.style(.prompt))
        for (y, range) in rows.dropFirst(first).prefix(rect.height).enumerated() {
            let place = rect.row(y).inset(left: promptColumns)
            screen.draw(clusters[range], in: place, model.theme.style(.text))
        }
        let before = clusters[rows[cursorRow].lowerBound..<max(rows[cursorRow].lowerBound, cursor)]
        let x = rect.x + promptColumns + before.reduce(0) { $0 + $1.columns }
        screen.cursor = Point(x: min(x, rect.x + rect.width - 1), y: rect.y + cursorRow - first)
    }

    /// The prompt, the text, and the cursor as a place among the text's clusters.
    private static func content(_ model: TerminalModel) -> (prompt: String, text: String, cursor: Int) {
        switch model.composer.focus {
        case .message:
            let isNarrow = model.size.width < 60
            let prompt =
                isNarrow
                ? "> "
                : "[\(Format.padded(model.directory.ownNick, to: min(16, DisplayWidth.columns(of: model.directory.ownNick))))] "
            return content(prompt, model.composer.editor)
        case .roomSearch(let editor): return content("search: ", editor)
        case .historySearch(let query, let found):
            let line = found.map { model.composer.history.lines[$0] } ?? ""
            return ("history '\(query)': ", line, TextCluster.split(line).count)
        }
    }

    /// A text as it looks while it is written: a tab is one character to move over.
    private static func shown(_ text: String) -> String {
        String(text.map { $0 == "\t" ? "→" : $0 })
    }

    private static func content(_ prompt: String, _ editor: LineEditor) -> (String, String, Int) {
        let before = String(editor.characters[..<editor.cursor])
        return (prompt, shown(editor.text), TextCluster.split(before).count)
    }
}
