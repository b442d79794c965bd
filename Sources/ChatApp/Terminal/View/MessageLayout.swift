import ChatCore
import Net

/// How the lines of a room become rows of a pane. Only the lines that are shown are ever laid out.
struct MessageLayout {
    private let width: Int
    private let theme: Theme
    private let settings: Settings
    private let utcOffset: Int
    private let directory: Directory
    private let columns: PrefixColumns

    init(_ model: TerminalModel, width: Int) {
        self.width = max(4, width)
        theme = model.theme
        settings = model.settings
        utcOffset = model.utcOffset
        directory = model.directory
        columns = PrefixColumns(model, width: self.width)
    }

    // MARK: - Rows

    /// The rows of one line: the day before it, when it is the first of a day; the mark above what is unread;
    /// the line itself.
    func rows(at index: Int, in room: RoomBuffer) -> [StyledRow] {
        let entry = room.entries[index]
        var rows: [StyledRow] = []
        if room.isFirstOfRun(index) { rows.append(rule("until here from earlier runs", .day)) }
        if beginsDay(index, room) { rows.append(rule(time(entry).date, .day)) }
        if room.unreadSerial == entry.serial { rows.append(rule("new", .unread)) }
        let base = baseStyle(entry)
        var prefix = self.prefix(entry)
        let clusters = TextCluster.split(entry.text)
        let links = LinkFinder.ranges(in: clusters)
        let styles = textStyles(clusters, entry, base, links, room)
        let empty = theme.style(.text)
        let indent = StyledSpan(String(repeating: " ", count: columns.total), empty)
        for range in LineWrapper(width: width - columns.total).rows(of: clusters) {
            var row = StyledRow(prefix)
            row.spans += Self.spans(clusters, styles, links, range)
            rows.append(row)
            prefix =
                columns.separator.isEmpty
                ? [indent]
                : [
                    StyledSpan(String(repeating: " ", count: columns.total - 2), empty),
                    StyledSpan("│ ", theme.style(.divider)),
                ]
        }
        if entry.isOwn || entry.isLate, let last = rows.indices.last { mark(entry, &rows[last]) }
        return rows
    }

    /// How many rows `rows(at:in:)` yields.
    func rowCount(at index: Int, in room: RoomBuffer) -> Int {
        let text = room.entries[index].text
        return ruleCount(at: index, in: room) + LineWrapper(width: width - columns.total).rowCount(of: text)
    }

    /// How many of them are rules above the text.
    private func ruleCount(at index: Int, in room: RoomBuffer) -> Int {
        let isUnreadMark = room.unreadSerial == room.entries[index].serial
        return [room.isFirstOfRun(index), beginsDay(index, room), isUnreadMark].count { $0 }
    }

    // MARK: - Places

    /// The line at the top of the pane, and how many of its rows are above it.
    func top(of room: RoomBuffer, height: Int) -> (index: Int, skipped: Int) {
        switch room.position {
        case .held(let serial, let row):
            guard let index = room.index(ofSerial: serial) else { return (0, 0) }
            let last = rowCount(at: index, in: room) - 1
            return moved(from: (index, 0), by: min(ruleCount(at: index, in: room) + row, last), in: room)
        case .newest:
            var index = room.entries.count
            var rows = 0
            while index > 0, rows < height {
                index -= 1
                rows += rowCount(at: index, in: room)
            }
            return (index, max(0, rows - height))
        }
    }

    /// Holds a place still.
    func position(of place: (index: Int, skipped: Int), in room: RoomBuffer) -> RoomBuffer.Position {
        .held(
            serial: room.entries[place.index].serial,
            row: place.skipped - ruleCount(at: place.index, in: room)
        )
    }

    /// The place this many rows further down (up, when negative), not beyond the ends.
    func moved(from place: (index: Int, skipped: Int), by rows: Int, in room: RoomBuffer) -> (Int, Int) {
        guard !room.entries.isEmpty else { return (0, 0) }
        var index = place.index
        var offset = place.skipped + rows
        while offset < 0, index > 0 {
            index -= 1
            offset += rowCount(at: index, in: room)
        }
        if offset < 0 { return (0, 0) }
        while index + 1 < room.entries.count {
            let count = rowCount(at: index, in: room)
            guard offset >= count else { break }
            offset -= count
            index += 1
        }
        return (index, min(offset, rowCount(at: index, in: room) - 1))
    }

    /// Whether a pane that begins there shows the newest line to its end.
    func reachesEnd(from place: (index: Int, skipped: Int), in room: RoomBuffer, height: Int) -> Bool {
        var rows = -place.skipped
        for index in room.entries.indices.dropFirst(place.index) {
            rows += rowCount(at: index, in: room)
            if rows > height { return false }
        }
        return true
    }

    // MARK: - Parts of a row

    private func time(_ entry: Entry) -> LocalTime {
        LocalTime(milliseconds: entry.milliseconds, utcOffset: utcOffset)
    }

    private func beginsDay(_ index: Int, _ room: RoomBuffer) -> Bool {
        index == 0 || time(room.entries[index]).day != time(room.entries[index - 1]).day
    }

    private func rule(_ text: String, _ role: Role) -> StyledRow {
        let style = theme.style(role)
        let label = " \(text) "
        let left = max(0, (width - DisplayWidth.columns(of: label)) / 2)
        let right = max(0, width - left - DisplayWidth.columns(of: label))
        return StyledRow(
            String(repeating: "─", count: left) + label + String(repeating: "─", count: right),
            style
        )
    }

    private func baseStyle(_ entry: Entry) -> Style {
        let role: Role =
            switch entry.kind {
            case .message: entry.isMention ? .mention : .text
            case .action: entry.isMention ? .mention : .action
            case .notice, .membership: .notice
            case .error: .error
            }
        return theme.style(.text).overlaid(with: theme.style(role))
    }

    private func prefix(_ entry: Entry) -> [StyledSpan] {
        let faint = theme.style(.text).overlaid(with: theme.style(.faint))
        var spans: [StyledSpan] = []
        if columns.time > 0 {
            let clock = time(entry).clock(withSeconds: settings.timestamps == "hh:mm:ss")
            spans.append(StyledSpan(clock + " ", faint))
        }
        let mark: String? =
            switch entry.kind {
            case .message: nil
            case .action: "* " + entry.nick
            case .notice: "--"
            case .membership: "<>"
            case .error: "!!"
            }
        let name = Format.padded(
            mark ?? (entry.nick.isEmpty ? "?" : entry.nick),
            to: columns.nick,
            alignRight: true
        )
        spans.append(StyledSpan(name, nameStyle(entry)))
        if columns.tag > 0 {
            let tag = tag(entry)
            spans.append(StyledSpan(" " + Format.padded(tag, to: columns.tag), faint))
        }
        let separator = columns.separator.isEmpty ? " " : columns.separator
        spans.append(StyledSpan(separator, theme.style(.divider)))
        return spans
    }

    /// The end of the author's key, where it is shown.
    private func tag(_ entry: Entry) -> String {
        guard let author = entry.author,
            settings.showsKeyTags || directory.needsTag(author, nick: entry.nick)
        else { return "" }
        return String(author.shortDescription.suffix(columns.tag))
    }

    private func nameStyle(_ entry: Entry) -> Style {
        guard let author = entry.author else { return baseStyle(entry) }
        if entry.isOwn || author == directory.ownPeer {
            return theme.style(.text).overlaid(with: theme.style(.ownNick))
        }
        return theme.style(.text).overlaid(with: theme.nickStyle(forKey: author.description))
    }

    private func textStyles(
        _ clusters: [TextCluster],
        _ entry: Entry,
        _ base: Style,
        _ links: [Range<Int>],
        _ room: RoomBuffer
    ) -> [Style] {
        var styles = Array(repeating: base, count: clusters.count)
        for range in links {
            for place in range { styles[place] = base.overlaid(with: theme.style(.link)) }
        }
        if let search = room.search {
            let role: Role = search.current == entry.serial ? .foundCurrent : .found
            for range in search.ranges(in: clusters) {
                for place in range { styles[place] = theme.style(role) }
            }
        }
        return styles
    }

    private static func spans(
        _ clusters: [TextCluster],
        _ styles: [Style],
        _ links: [Range<Int>],
        _ range: Range<Int>
    ) -> [StyledSpan] {
        var spans: [StyledSpan] = []
        var start = range.lowerBound
        func link(at place: Int) -> Range<Int>? { links.first { $0.contains(place) } }
        func end(at place: Int) {
            guard place > start else { return }
            let address = link(at: start).map { clusters[$0].map(\.text).joined() }
            spans.append(StyledSpan(Array(clusters[start..<place]), styles[start], link: address))
            start = place
        }
        for place in range where styles[place] != styles[start] || link(at: place) != link(at: start) {
            end(at: place)
        }
        end(at: range.upperBound)
        return spans
    }

    /// How many peers an own message was handed to, or that it came late: behind it, where there is room.
    private func mark(_ entry: Entry, _ row: inout StyledRow) {
        // What became of the lines of earlier runs is not known.
        guard entry.isLate || entry.serial >= 0 else { return }
        let delivery = entry.peerCount.map { $0 > 0 ? " ✓\($0)" : " …" } ?? " …"
        let mark = entry.isLate ? " (late)" : delivery
        guard row.columns + DisplayWidth.columns(of: mark) <= width else { return }
        row.append(mark, theme.style(.text).overlaid(with: theme.style(.faint)))
    }
}
