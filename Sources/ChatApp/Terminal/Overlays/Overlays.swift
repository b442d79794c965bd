import ChatCore

/// What lies over the messages, or beside them: help, log, inspector, copy mode.
public struct Overlays: Hashable, Sendable {
    /// One of them.
    public enum Overlay: Hashable, Sendable {
        /// Nothing.
        case none
        /// Keys and commands, from the given row.
        case help(topic: String, row: Int)
        /// The system log; rows scrolled up from its end.
        case log(rowsUp: Int)
        /// The gossip inspector: its page, and the rows scrolled down.
        case inspector(page: InspectorPage, row: Int)
        /// The messages alone, without bars, to be selected with the mouse.
        case copy
    }

    /// What is shown.
    public private(set) var shown = Overlay.none
    /// The log's lines, displayable, the latest last.
    public private(set) var logLines: [String] = []

    /// Lines kept in the log.
    static let maximumLogLines = 2_000

    /// Nothing shown, nothing logged.
    init() {}

    /// Adds a line to the log, with the time.
    mutating func log(_ line: String, at moment: Moment) {
        let time = LocalTime(milliseconds: moment.milliseconds, utcOffset: moment.utcOffset)
        logLines.append(time.clock(withSeconds: true) + " " + Displayable(line, limit: 2_000).text)
        if logLines.count > Self.maximumLogLines {
            logLines.removeFirst(logLines.count - Self.maximumLogLines)
        }
    }

    /// Closes whatever is shown.
    mutating func close() { shown = .none }

    /// Shows help on a topic; the whole help a second time closes it.
    mutating func toggleHelp(_ topic: String = "") {
        if case .help = shown, topic.isEmpty {
            shown = .none
        } else {
            shown = .help(topic: topic, row: 0)
        }
    }

    /// Shows the log, or closes it.
    mutating func toggleLog() {
        if case .log = shown {
            shown = .none
        } else {
            shown = .log(rowsUp: 0)
        }
    }

    /// Shows the messages alone, or with everything else again.
    mutating func toggleCopy() { shown = shown == .copy ? .none : .copy }

    /// Shows the inspector, or closes it.
    mutating func toggleInspector() -> [Request] {
        if case .inspector = shown {
            shown = .none
            return []
        }
        return inspect(.mesh)
    }

    /// Shows a page of the inspector.
    mutating func inspect(_ page: InspectorPage) -> [Request] {
        shown = .inspector(page: page, row: 0)
        return [.command(.inspect)]
    }

    /// Shows the inspector's next page, or its first.
    mutating func turnPage() {
        guard case .inspector(let page, _) = shown else {
            shown = .inspector(page: .mesh, row: 0)
            return
        }
        shown = .inspector(page: page.next, row: 0)
    }

    /// Scrolls what is shown.
    ///
    /// - Parameters:
    ///   - page: The rows of a page.
    ///   - last: The last row that may be at the top.
    mutating func scroll(_ action: Action, page: Int, last: Int) {
        switch shown {
        case .none, .copy: break
        case .help(let topic, let row):
            shown = .help(topic: topic, row: Self.scrolled(row, action, page, last))
        case .inspector(let name, let row):
            shown = .inspector(page: name, row: Self.scrolled(row, action, page, last))
        case .log(let rowsUp):
            // Counted from the end: up is more.
            let count = logLines.count
            shown = .log(rowsUp: count - Self.scrolled(count - rowsUp, action, page, count))
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
}
