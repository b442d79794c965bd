import CNcurses
import ChatTerminal
import Glibc
import NativeSystem

/// Shows pictures on the terminal by curses, which sends what has changed and nothing else.
final class CursesScreen {
    private let handle: OpaquePointer
    private let output: UnsafeMutablePointer<FILE>
    private let input: UnsafeMutablePointer<FILE>
    private var shown: Screen?
    private var pairs: [ColorPair: Int32] = [:]
    private var hasDefaultColors = false
    /// How many colours the terminal has; 0 when it has none.
    private(set) var colorCount = 0
    /// Whether emoji of several parts are sent whole.
    var joinsEmoji = true
    /// Whether the terminal is told of links, which it may let people open (OSC 8).
    var marksLinks = false
    /// What curses could not draw whole in the rows drawn last.
    private var joined: [JoinedCell] = []

    /// How many scalars a cell of curses holds (`CCHARW_MAX`).
    private static let maximumScalars = 5

    /// A space of two columns.
    private static let wideSpace: wchar_t = 0x3000

    /// A cell that curses cannot draw whole, and those behind it that a terminal may spoil with it.
    private struct JoinedCell {
        let place: Point
        let cells: [Cell]
    }

    private struct ColorPair: Hashable {
        let foreground: Int16
        let background: Int16
    }

    /// Takes the terminal over; nil when its TERM is not known, or cannot place the cursor.
    init?() {
        setlocale(LC_ALL, "")
        if String(cString: nl_langinfo(nl_item(CODESET))) != "UTF-8" { setlocale(LC_CTYPE, "C.UTF-8") }
        guard let output = fdopen(dup(STDOUT_FILENO), "w"), let input = fdopen(dup(STDIN_FILENO), "r"),
            let handle = newterm(nil, output, input) ?? Self.relative.flatMap({ newterm($0, output, input) })
        else { return nil }
        self.handle = handle
        self.output = output
        self.input = input
        guard hearsay_capability("cup") != nil else {
            endwin()
            return nil
        }
        configure()
    }

    /// A terminal that the system surely describes, for one that it does not know by name but that is made
    /// after it: so it is on a machine that one has reached by ssh from a newer terminal.
    private static var relative: String? {
        let term = Environment.value("TERM") ?? ""
        let families = [
            "xterm", "alacritty", "contour", "foot", "ghostty", "kitty", "konsole", "vte", "wezterm",
        ]
        if families.contains(where: term.hasPrefix) { return "xterm-256color" }
        return term.hasPrefix("tmux") || term.hasPrefix("screen") ? "screen" : nil
    }

    private func configure() {
        raw()
        noecho()
        nonl()
        intrflush(hearsay_screen(), false)
        keypad(hearsay_screen(), false)
        if has_colors() {
            start_color()
            hasDefaultColors = use_default_colors() == OK
            colorCount = Int(hearsay_colors())
        }
    }

    /// The size of the terminal now.
    static var terminalSize: Size? {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return nil
        }
        return Size(width: Int(size.ws_col), height: Int(size.ws_row))
    }

    /// What ends the full screen when nobody can ask curses any more.
    static var endSequence: String {
        let names = ["sgr0", "cnorm", "rmkx", "rmcup"]
        let capabilities = names.map { (name: String) -> String in
            hearsay_capability(name).map { String(cString: $0) } ?? ""
        }
        return capabilities.joined()
    }

    /// Gives the terminal back as it was.
    func leave() { endwin() }

    /// Takes the terminal over again, after `leave` or after somebody else has changed its modes.
    func enter() {
        shown = nil
        reset_prog_mode()
        raw()
        hearsay_forget_screen()
        wrefresh(hearsay_screen())
    }

    /// Adapts to a new size.
    func resize(to size: Size) {
        resizeterm(Int32(size.height), Int32(size.width))
        redraw()
    }

    /// Draws everything the next time, whatever is on the screen.
    func redraw() {
        shown = nil
        hearsay_forget_screen()
    }

    /// Rings the bell.
    func ring() { beep() }

    /// Shows a picture.
    func show(_ screen: Screen) {
        let old = shown?.size == screen.size ? shown : nil
        for y in 0..<screen.size.height {
            let row = screen.row(y)
            if let old, old.row(y) == row { continue }
            draw(row, y)
        }
        if let cursor = screen.cursor {
            curs_set(1)
            wmove(hearsay_screen(), Int32(cursor.y), Int32(cursor.x))
        } else {
            curs_set(0)
        }
        wrefresh(hearsay_screen())
        writeJoined()
        writeLinks(of: screen, unlike: old)
        shown = screen
    }

    private func draw(_ row: ArraySlice<Cell>, _ y: Int) {
        var cells: [cchar_t] = []
        cells.reserveCapacity(row.count)
        for (x, cell) in row.enumerated() where cell.columns > 0 {
            let (attributes, pair) = rendition(cell.style)
            let (pieces, isWhole) = pieces(cell)
            // At the right edge a terminal that does not join would go on in the next row.
            if !isWhole, x + cell.columns + spill(cell) <= row.count {
                let behind = row.dropFirst(x + cell.columns).prefix(spill(cell) + 1)
                joined.append(JoinedCell(place: Point(x: x, y: y), cells: [cell] + behind))
            }
            for text in pieces {
                var drawn = cchar_t()
                text.withUnsafeBufferPointer { buffer in
                    guard let base = buffer.baseAddress else { return }
                    hearsay_set_cell(&drawn, base, Int32(buffer.count), attributes, pair)
                }
                cells.append(drawn)
            }
        }
        hearsay_draw_cells(Int32(y), cells, Int32(cells.count))
    }

    // MARK: - Characters of several parts

    /// What curses is given for a cell, and whether that is all of it. It counts columns by the system's
    /// `wcwidth`; a character on whose width the two do not agree is not sent, because everything behind it
    /// would be drawn in the wrong place.
    ///
    /// Of emoji that are joined of several it gets the first, and of wide characters newer than the system a
    /// wide space: `writeJoined` writes the whole over them.
    private func pieces(_ cell: Cell) -> (pieces: [[wchar_t]], isWhole: Bool) {
        let scalars = cell.text.unicodeScalars.map { wchar_t($0.value) }
        guard let first = scalars.first else { return ([], true) }
        let columns = Int(hearsay_columns(first))
        if columns == cell.columns {
            if cell.columns == 2, scalars.count > 1, !joinsEmoji { return ([[first]], true) }
            let isWhole = scalars.count <= Self.maximumScalars && spill(cell) == 0
            return isWhole ? ([scalars], true) : ([[first]], false)
        }
        if columns < 0, cell.columns == 2 { return ([[Self.wideSpace]], false) }
        let isFlag =
            scalars.count == 2 && columns == 1 && hearsay_columns(scalars[1]) == 1 && cell.columns == 2
        if isFlag { return ([[first], [scalars[1]]], true) }
        return ([[0xFFFD]] + Array(repeating: [0x20], count: cell.columns - 1), true)
    }

    /// How many columns more than the cell's a terminal takes that draws all parts of an emoji side by side.
    private func spill(_ cell: Cell) -> Int {
        guard cell.columns == 2 else { return 0 }
        return cell.text.unicodeScalars.dropFirst().reduce(0) {
            $0 + max(0, Int(hearsay_columns(wchar_t($1.value))))
        }
    }

    /// Writes what curses could not, in its place, and what stands behind it once more: a terminal that joins
    /// the parts shows them joined; another shows the first, because the others are written over, and no line
    /// is torn. Curses leaves the cells alone until their row changes, and then they are written again.
    private func writeJoined() {
        guard !joined.isEmpty else { return }
        for group in joined {
            var x = group.place.x
            for (index, cell) in group.cells.enumerated() where cell.columns > 0 {
                let (attributes, pair) = rendition(cell.style)
                let scalars = pieces(cell).pieces.joined().compactMap { Unicode.Scalar(UInt32($0)) }
                let text = index == 0 ? cell.text : String(String.UnicodeScalarView(scalars))
                hearsay_write(Int32(group.place.y), Int32(x), attributes, pair, text)
                x += cell.columns
            }
        }
        hearsay_go_back()
        joined.removeAll()
    }

    // MARK: - Links

    /// Writes the links in rows that were drawn once more, marked as links: curses has no notion of them.
    private func writeLinks(of screen: Screen, unlike old: Screen?) {
        guard marksLinks, screen.links != old?.links || old == nil || !screen.links.isEmpty else { return }
        var hasWritten = false
        for link in screen.links {
            let row = screen.row(link.place.y)
            if let old, old.row(link.place.y) == row, old.links.contains(link) { continue }
            hasWritten = true
            var isFirst = true
            for x in link.place.x..<link.place.x + link.place.width {
                let cell = row[row.startIndex + x]
                guard cell.columns > 0 else { continue }
                let (attributes, pair) = rendition(cell.style)
                let begin = isFirst ? "\u{1B}]8;;\(link.address)\u{1B}\\" : ""
                let isLast = x + cell.columns >= link.place.x + link.place.width
                let text = begin + cell.text + (isLast ? "\u{1B}]8;;\u{1B}\\" : "")
                hearsay_write(Int32(link.place.y), Int32(x), attributes, pair, text)
                isFirst = false
            }
        }
        if hasWritten { hearsay_go_back() }
    }

    // MARK: - Colours

    private func rendition(_ style: Style) -> (attr_t, Int32) {
        var bits: attr_t = 0
        if style.attributes.contains(.bold) { bits |= attr_t(1) << (8 + 13) }
        if style.attributes.contains(.dim) { bits |= attr_t(1) << (8 + 12) }
        if style.attributes.contains(.italic) { bits |= attr_t(1) << (8 + 23) }
        if style.attributes.contains(.underline) { bits |= attr_t(1) << (8 + 9) }
        if style.attributes.contains(.reverse) { bits |= attr_t(1) << (8 + 10) }
        guard colorCount > 0 else { return (bits, 0) }
        let pair = ColorPair(foreground: index(style.foreground), background: index(style.background))
        return (bits, number(of: pair))
    }

    private func index(_ color: Color) -> Int16 {
        switch color {
        case .standard: return -1
        case .palette(let number):
            return Int(number) < colorCount
                ? Int16(number) : colorCount >= 8 && number < 16 ? Int16(number % 8) : -1
        }
    }

    private func number(of pair: ColorPair) -> Int32 {
        if pair.foreground < 0, pair.background < 0 { return 0 }
        if let known = pairs[pair] { return known }
        let next = Int32(pairs.count + 1)
        guard next < hearsay_color_pairs(), next < Int16.max else { return 0 }
        let foreground = pair.foreground < 0 && !hasDefaultColors ? 7 : pair.foreground
        let background = pair.background < 0 && !hasDefaultColors ? 0 : pair.background
        init_extended_pair(next, Int32(foreground), Int32(background))
        pairs[pair] = next
        return next
    }
}
