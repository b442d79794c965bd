import ChatCore

/// Scrolling, searching and jumping in the room.
extension TerminalModel {
    /// The rows of messages, laid out as they are shown.
    var messageLayout: MessageLayout {
        let layout = ScreenLayout(self)
        return MessageLayout(self, width: layout.messages.width)
    }

    private var pageRows: Int { max(1, ScreenLayout(self).messages.height - 1) }

    mutating func scroll(_ action: Action) {
        let page = pageRows
        switch overlay {
        case .help(let topic, let row):
            let rows = HelpView.rows(self, topic: topic, width: ScreenLayout(self).overlay.width).count
            let last = max(0, rows - ScreenLayout(self).overlay.height)
            overlay = .help(topic: topic, row: Self.scrolled(row, action, page, last))
        case .inspector(let page_, let row):
            let rows = InspectorView.rows(self, page: page_, width: ScreenLayout(self).overlay.width).count
            let last = max(0, rows - ScreenLayout(self).overlay.height + 1)
            overlay = .inspector(page: page_, row: Self.scrolled(row, action, page, last))
        case .log(let rowsUp):
            // Counted from the end: up is more.
            overlay = .log(
                rowsUp: logLines.count - Self.scrolled(logLines.count - rowsUp, action, page, logLines.count)
            )
        case .none, .copy:
            switch action {
            case .pageUp: scrollUp(rows: page)
            case .pageDown: scrollDown(rows: page)
            case .lineUp: scrollUp(rows: 1)
            case .lineDown: scrollDown(rows: 1)
            case .oldest:
                if let first = room.entries.first {
                    room.position = .held(serial: first.serial, skippedRows: 0)
                }
            default: room.position = .newest
            }
        }
    }

    private static func scrolled(_ row: Int, _ action: Action, _ page: Int, _ last: Int) -> Int {
        let target =
            switch action {
            case .pageUp: row - page
            case .pageDown: row + page
            case .lineUp: row - 1
            case .lineDown: row + 1
            case .oldest: 0
            default: last
            }
        return min(max(0, target), last)
    }

    /// Scrolls towards older lines.
    mutating func scrollUp(rows: Int) {
        guard !room.entries.isEmpty else { return }
        let layout = messageLayout
        let height = ScreenLayout(self).messages.height
        let top = layout.top(of: room, height: height)
        let (index, skipped) = layout.moved(from: top, by: -rows, in: room)
        guard (index, skipped) != top else { return }
        room.position = .held(serial: room.entries[index].serial, skippedRows: skipped)
    }

    /// Scrolls towards newer lines; at the end the view moves along again.
    mutating func scrollDown(rows: Int) {
        guard case .held = room.position else { return }
        let layout = messageLayout
        let height = ScreenLayout(self).messages.height
        let top = layout.top(of: room, height: height)
        let (index, skipped) = layout.moved(from: top, by: rows, in: room)
        if layout.reachesEnd(from: (index, skipped), in: room, height: height) {
            room.position = .newest
        } else {
            room.position = .held(serial: room.entries[index].serial, skippedRows: skipped)
        }
    }

    mutating func jumpToUnread() {
        guard let serial = room.unreadSerial else {
            hint = "nothing unread here"
            return
        }
        show(serial: serial)
    }

    /// Brings a line into the upper third of the pane.
    mutating func show(serial: Int) {
        guard let index = room.index(ofSerial: serial) else { return }
        let layout = messageLayout
        let height = ScreenLayout(self).messages.height
        let (top, skipped) = layout.moved(from: (index, 0), by: -(height / 3), in: room)
        if layout.reachesEnd(from: (top, skipped), in: room, height: height) {
            room.position = .newest
        } else {
            room.position = .held(serial: room.entries[top].serial, skippedRows: skipped)
        }
    }

    // MARK: - Search

    mutating func beginSearch() {
        let editor = LineEditor(room.search?.query ?? "")
        focus = .roomSearch(editor)
    }

    mutating func receiveSearchKey(_ key: Key, _ action: Action?, _ editor: LineEditor) -> [TerminalEffect] {
        var editor = editor
        switch action {
        case .cancel, .interrupt:
            focus = .message
            room.search = nil
        case .send:
            focus = .message
            // What was found while it was typed stays where it is.
            if room.search?.query != editor.text { search(for: editor.text) }
        case .search, .searchPrevious, .up:
            search(for: editor.text)
        case .searchNext, .down:
            if room.search == nil { room.search = RoomSearch(editor.text) }
            searchAgain(older: false)
        case .some(let action):
            if isScrolling(action) { scroll(action) } else { Self.apply(action, to: &editor) }
            searchWhileTyping(editor)
        case nil:
            if case .character(let character) = key.code, key.modifiers.isEmpty {
                editor.insert(String(character))
                searchWhileTyping(editor)
            }
        }
        return []
    }

    private mutating func searchWhileTyping(_ editor: LineEditor) {
        focus = .roomSearch(editor)
        guard editor.text != room.search?.query ?? "" else { return }
        room.search = nil
        search(for: editor.text)
    }

    /// Finds the latest line with these words, or the one before the line found last.
    mutating func search(for query: String) {
        guard !query.isEmpty else {
            room.search = nil
            return
        }
        if room.search?.query != query { room.search = RoomSearch(query) }
        searchAgain(older: true)
    }

    /// Goes to the next line found, or the one before.
    mutating func searchAgain(older: Bool) {
        guard let search = room.search else {
            hint = "nothing is searched for; Ctrl-S begins"
            return
        }
        let start: Int
        if let current = search.current, let index = room.index(ofSerial: current) {
            start = index
        } else {
            start = older ? room.entries.count : -1
        }
        guard let index = room.found(by: search, from: start, older: older) else {
            hint = "'\(Displayable(search.query, limit: 60).text)' is not in this room"
            return
        }
        if search.current != nil, older ? index >= start : index <= start { hint = "around the end" }
        let serial = room.entries[index].serial
        room.search?.current = serial
        show(serial: serial)
    }
}
