/// One cell of the screen.
public struct Cell: Hashable, Sendable {
    /// What is drawn: one cluster, or nothing where the wide character to the left reaches.
    public var text: String
    /// Columns taken: 1 or 2; 0 in the second half of a wide character.
    public var columns: Int
    /// How it is drawn.
    public var style: Style

    /// An empty cell.
    public static let blank = Cell(text: " ", columns: 1, style: Style())
}

/// A part of a row that is (part of) an address of the web.
public struct ScreenLink: Hashable, Sendable {
    /// Where it is.
    public let place: Rect
    /// The whole address, displayable.
    public let address: String
}

/// A picture of the terminal: cells and a cursor. The view yields one; a driver shows it; a test reads it.
///
/// Whatever is drawn is clipped to its place, wide characters are never halved, and no control character gets
/// in.
public struct Screen: Hashable, Sendable {
    /// The size in cells.
    public let size: Size
    /// Row by row from the top left.
    public private(set) var cells: [Cell]
    /// Where the terminal's cursor stands; nil hides it.
    public var cursor: Point?
    /// The addresses of the web that are on it.
    public var links: [ScreenLink] = []

    /// An empty picture.
    public init(size: Size) {
        self.size = size
        cells = Array(repeating: .blank, count: size.width * size.height)
    }

    /// The whole of the picture.
    public var bounds: Rect { Rect(x: 0, y: 0, width: size.width, height: size.height) }

    /// The cells of one row.
    public func row(_ y: Int) -> ArraySlice<Cell> {
        guard y >= 0, y < size.height else { return [] }
        return cells[y * size.width..<(y + 1) * size.width]
    }

    /// The text of one row, without the spaces at its end.
    public func text(ofRow y: Int) -> String {
        var text = ""
        for cell in row(y) { text += cell.text }
        while text.last == " " { text.removeLast() }
        return text
    }

    /// Fills a part with spaces of one style.
    public mutating func fill(_ rect: Rect, _ style: Style) {
        for y in rect.y..<rect.y + rect.height {
            for x in rect.x..<rect.x + rect.width {
                set(Cell(text: " ", columns: 1, style: style), x, y)
            }
        }
    }

    /// Draws a text into the first row of `rect`, cut off at its right edge with an ellipsis.
    ///
    /// - Returns: the columns drawn.
    @discardableResult
    public mutating func draw(_ text: some StringProtocol, in rect: Rect, _ style: Style) -> Int {
        let clusters = TextCluster.split(text)
        let total = clusters.reduce(0) { $0 + $1.columns }
        guard total > rect.width else { return draw(clusters, in: rect, style) }
        guard rect.width > 0 else { return 0 }
        var kept: [TextCluster] = []
        var columns = 0
        for cluster in clusters {
            guard columns + cluster.columns <= rect.width - 1 else { break }
            kept.append(cluster)
            columns += cluster.columns
        }
        kept.append(TextCluster(text: "…", columns: 1))
        return draw(kept, in: rect, style)
    }

    /// Draws clusters into the first row of `rect`, as many as fit.
    ///
    /// - Returns: the columns drawn.
    @discardableResult
    public mutating func draw(_ clusters: some Sequence<TextCluster>, in rect: Rect, _ style: Style) -> Int {
        guard rect.height > 0 else { return 0 }
        var x = rect.x
        let end = rect.x + rect.width
        for cluster in clusters where cluster.columns > 0 {
            guard x + cluster.columns <= end else { break }
            put(cluster, x, rect.y, style)
            x += cluster.columns
        }
        return x - rect.x
    }

    /// Lays a style over the cells of a part.
    public mutating func restyle(_ rect: Rect, _ style: Style) {
        for y in max(0, rect.y)..<max(0, min(size.height, rect.y + rect.height)) {
            for x in max(0, rect.x)..<max(0, min(size.width, rect.x + rect.width)) {
                cells[y * size.width + x].style = cells[y * size.width + x].style.overlaid(with: style)
            }
        }
    }

    private mutating func put(_ cluster: TextCluster, _ x: Int, _ y: Int, _ style: Style) {
        guard x >= 0, x + cluster.columns <= size.width else { return }
        set(Cell(text: Self.guarded(cluster.text), columns: cluster.columns, style: style), x, y)
        if cluster.columns == 2 { set(Cell(text: "", columns: 0, style: style), x + 1, y) }
    }

    /// Writes one cell, and mends a wide character that it cuts in two.
    private mutating func set(_ cell: Cell, _ x: Int, _ y: Int) {
        guard x >= 0, x < size.width, y >= 0, y < size.height else { return }
        let index = y * size.width + x
        if cells[index].columns == 0, cell.columns != 0, x > 0, cells[index - 1].columns == 2 {
            cells[index - 1] = Cell(text: " ", columns: 1, style: cells[index - 1].style)
        }
        if cells[index].columns == 2, cell.columns != 2, x + 1 < size.width {
            cells[index + 1] = Cell(text: " ", columns: 1, style: cells[index + 1].style)
        }
        if cell.columns == 2, x + 1 < size.width, cells[index + 1].columns == 2, x + 2 < size.width {
            cells[index + 2] = Cell(text: " ", columns: 1, style: cells[index + 2].style)
        }
        cells[index] = cell
    }

    /// The last fence before the terminal: text from peers was made displayable long before it came here, and
    /// should anything have slipped through, no control character leaves.
    static func guarded(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        let rest = String.UnicodeScalarView(text.unicodeScalars.filter { !isControl($0) })
        return rest.isEmpty ? "\u{FFFD}" : String(rest)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
