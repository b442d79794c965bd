/// The copy mode: the messages alone, without bars, as lines that the terminal itself breaks. What it breaks
/// is one selection, an address of several rows too.
public enum CopyView {
    /// The lines that fit the screen, ending where the room is read.
    public static func lines(of model: TerminalModel) -> [String] {
        let room = model.room
        let (width, height) = (max(1, model.size.width), model.size.height)
        let last: Int
        switch room.position {
        case .newest: last = room.entries.count - 1
        case .held:
            let layout = MessageLayout(model, width: width)
            let top = layout.top(of: room, height: height)
            last = layout.moved(from: top, by: height - 1, in: room).0
        }
        var lines: [String] = []
        var rows = 0
        for index in stride(from: last, through: 0, by: -1) {
            let new = text(room.entries[index], model)
            rows += new.reduce(0) { $0 + Self.rows(of: $1, width) }
            guard rows < height || lines.isEmpty else { break }
            lines = new + lines
        }
        return lines
    }

    /// The rows that a terminal of that width makes of a line.
    static func rows(of line: String, _ width: Int) -> Int {
        max(1, (DisplayWidth.columns(of: line) + width - 1) / width)
    }

    private static func text(_ entry: Entry, _ model: TerminalModel) -> [String] {
        let time = LocalTime(milliseconds: entry.milliseconds, utcOffset: model.utcOffset)
        let who =
            switch entry.kind {
            case .message: entry.nick + ": "
            case .action: "* " + entry.nick + " "
            case .notice, .membership: "-- "
            case .error: "!! "
            }
        let rows = entry.text.split(separator: "\n", omittingEmptySubsequences: false)
        let clock = model.settings.timestamps == "off" ? "" : time.clock(withSeconds: false) + " "
        return [clock + who + (rows.first ?? "")] + rows.dropFirst().map { "    " + $0 }
    }

    /// The same as a picture, for whoever cannot write past it.
    static func draw(_ model: TerminalModel, _ screen: inout Screen) {
        var y = 0
        let style = model.theme.style(.text)
        for line in lines(of: model) {
            var rest = TextCluster.split(line)[...]
            repeat {
                let rect = Rect(x: 0, y: y, width: screen.size.width, height: 1)
                var columns = 0
                let fitting = rest.prefix { cluster in
                    columns += cluster.columns
                    return columns <= screen.size.width
                }
                screen.draw(fitting, in: rect, style)
                rest = rest.dropFirst(max(1, fitting.count))
                y += 1
            } while !rest.isEmpty
        }
    }
}
