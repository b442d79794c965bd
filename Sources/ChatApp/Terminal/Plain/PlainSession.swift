import ChatCore

/// The chat as lines and a prompt: the same model, shown without a full screen. What is new is written once,
/// above the prompt.
public struct PlainSession: Sendable {
    /// The model; its size gives the width of rows and prompt.
    public private(set) var model: TerminalModel
    /// Rows that have not been written yet.
    private var pending: [StyledRow] = []
    private var written: [RoomName: Int] = [:]

    /// A session on a model.
    public init(model: TerminalModel) {
        self.model = model
        collect()
    }

    /// Takes one input in.
    ///
    /// - Returns: what is to be done, in order.
    public mutating func receive(_ input: TerminalInput, at moment: Moment) -> [TerminalEffect] {
        let hint = model.hint
        let effects = model.receive(input, at: moment)
        if !model.hint.isEmpty, model.hint != hint {
            pending.append(StyledRow("-- " + model.hint, model.theme.style(.notice)))
        }
        collect()
        if case .event(.inspection) = input {
            showOverlay(isInspection: true)
        } else {
            showOverlay(isInspection: false)
        }
        return effects
    }

    /// The rows to write above the prompt; each only once.
    public mutating func takeRows() -> [StyledRow] {
        defer { pending = [] }
        model.markDrawn()
        return pending
    }

    /// The prompt with as much of the line as fits in one row, and the column of the cursor.
    public var prompt: (row: StyledRow, cursor: Int) {
        let label: String
        var editor = model.composer.editor
        switch model.composer.focus {
        case .message: label = "[\(model.room.name.text)] "
        case .roomSearch(let search):
            label = "search: "
            editor = search
        case .historySearch(let query, let found):
            label = "history '\(query)': "
            editor = LineEditor(found.map { model.composer.history.lines[$0] } ?? "")
        }
        let name = Format.padded(
            label,
            to: min(DisplayWidth.columns(of: label), max(4, model.size.width / 3))
        )
        let space = max(2, model.size.width - DisplayWidth.columns(of: name) - 1)
        let shown = editor.characters.map { $0 == "\n" ? "⏎" : $0 == "\t" ? "→" : $0 }
        let before = TextCluster.split(String(shown[..<editor.cursor]))
        let behind = TextCluster.split(String(shown[editor.cursor...]))
        // The part of the line around the cursor.
        var start = before.count
        var columns = 0
        while start > 0, columns + before[start - 1].columns <= space {
            start -= 1
            columns += before[start].columns
        }
        let cursor = DisplayWidth.columns(of: name) + columns
        var row = StyledRow(name, model.theme.style(.prompt))
        row.spans.append(StyledSpan(Array(before[start...]), model.theme.style(.text)))
        var rest = space - columns
        let visible = behind.prefix { cluster in
            rest -= cluster.columns
            return rest >= 0
        }
        row.spans.append(StyledSpan(Array(visible), model.theme.style(.text)))
        return (row, cursor)
    }

    // MARK: - Private

    private mutating func collect() {
        for room in model.rooms.all {
            let first = written[room.name] ?? 0
            guard let last = room.entries.last?.serial, last >= first, let start = room.index(ofSerial: first)
            else { continue }
            for entry in room.entries[start...] { pending += rows(entry, in: room.name) }
            written[room.name] = last + 1
        }
    }

    private func rows(_ entry: Entry, in room: RoomName) -> [StyledRow] {
        let theme = model.theme
        let time = LocalTime(milliseconds: entry.milliseconds, utcOffset: model.utcOffset)
        var head = StyledRow("\(time.clock(withSeconds: false)) [\(room.text)] ", theme.style(.faint))
        let role: Role
        switch entry.kind {
        case .message, .action:
            role = entry.isMention ? .mention : .text
            let tag = entry.author?.shortDescription ?? ""
            let name = entry.kind == .action ? "* \(entry.nick)" : entry.nick
            let nickStyle =
                entry.isOwn ? theme.style(.ownNick) : theme.nickStyle(forKey: entry.author?.description ?? "")
            head.append(name, nickStyle)
            head.append("(\(tag))\(entry.kind == .action ? " " : ": ")", theme.style(.faint))
        case .notice, .membership:
            role = .notice
            head.append("-- ", theme.style(.notice))
        case .error:
            role = .error
            head.append("!! ", theme.style(.error))
        }
        // The terminal itself breaks long lines; rows that the author broke are indented under the author.
        let lines = entry.text.split(separator: "\n", omittingEmptySubsequences: false)
        head.append(String(lines.first ?? ""), theme.style(role))
        return [head] + lines.dropFirst().map { StyledRow("    " + $0, theme.style(role)) }
    }

    private mutating func showOverlay(isInspection: Bool) {
        switch model.overlay {
        case .none: return
        case .help(let topic, _): pending += HelpView.rows(model, topic: topic, width: model.size.width)
        case .log(_):
            pending += model.overlays.logLines.suffix(40).map {
                StyledRow("-- " + $0, model.theme.style(.faint))
            }
        case .inspector(let page, _):
            guard isInspection else { return }
            pending += InspectorView.rows(model, page: page, width: model.size.width)
        case .copy: break
        }
        model.closeOverlay()
    }
}
