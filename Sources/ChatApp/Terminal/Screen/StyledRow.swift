/// A piece of text in one style.
public struct StyledSpan: Hashable, Sendable {
    /// The text, ready to be drawn.
    public var clusters: [TextCluster]
    /// How it looks.
    public var style: Style
    /// The address of the web that it is a part of; nil for anything else.
    public var link: String?

    /// A span of clusters.
    public init(_ clusters: [TextCluster], _ style: Style, link: String? = nil) {
        self.clusters = clusters
        self.style = style
        self.link = link
    }

    /// A span of a text.
    public init(_ text: String, _ style: Style) {
        self.init(TextCluster.split(text), style)
    }
}

/// A row of a pane: spans side by side.
public struct StyledRow: Hashable, Sendable {
    /// The spans, from the left.
    public var spans: [StyledSpan]

    /// A row of spans.
    public init(_ spans: [StyledSpan] = []) {
        self.spans = spans
    }

    /// A row of one text.
    public init(_ text: String, _ style: Style) {
        spans = [StyledSpan(text, style)]
    }

    /// Adds a text at the right.
    public mutating func append(_ text: String, _ style: Style) {
        spans.append(StyledSpan(text, style))
    }

    /// The columns taken.
    public var columns: Int {
        spans.reduce(0) { $0 + $1.clusters.reduce(0) { $0 + $1.columns } }
    }

    /// A text broken into rows of `width`, all of one style, each begun by `indent` spaces.
    static func wrapped(_ text: String, _ style: Style, width: Int, indent: Int = 0) -> [StyledRow] {
        let clusters = TextCluster.split(text)
        let space = String(repeating: " ", count: indent)
        return LineWrapper(width: width - indent).rows(of: clusters).map { range in
            StyledRow([StyledSpan(space, style), StyledSpan(Array(clusters[range]), style)])
        }
    }
}

extension Screen {
    /// Draws a row into the first row of `rect`, as much as fits.
    public mutating func draw(_ row: StyledRow, in rect: Rect) {
        var x = rect.x
        let end = rect.x + rect.width
        for span in row.spans {
            let place = Rect(x: x, y: rect.y, width: end - x, height: rect.height)
            let columns = draw(span.clusters, in: place, span.style)
            if let link = span.link, columns > 0 {
                links.append(
                    ScreenLink(place: Rect(x: x, y: rect.y, width: columns, height: 1), address: link)
                )
            }
            x += columns
        }
    }
}
