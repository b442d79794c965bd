/// The course of a scene as an SVG sequence diagram: a life line for every peer, time downwards.
///
/// A message is one row, with an arrow head at everybody who received it.
public struct SequenceDiagram {
    private let scene: Scene
    private let columns: [String: Int]
    private let columnWidth: Int
    private var body = ""
    private var y = 118

    private static let rowHeight = 26
    private static let leftMargin = 90
    private static let colours = [
        "native": "#2b6cb0", "wasi": "#6b46c1", "wasi-sealed": "#6b46c1", "py": "#b7791f",
    ]

    /// Draws the whole diagram.
    public static func draw(_ entries: [JournalEntry], scene: Scene) -> String {
        var diagram = SequenceDiagram(scene)
        for (index, entry) in entries.enumerated() { diagram.draw(entry, after: entries[(index + 1)...]) }
        return diagram.document
    }

    private init(_ scene: Scene) {
        self.scene = scene
        let names = scene.peers.map(\.name)
        columns = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
        columnWidth = names.count > 8 ? 84 : 190
    }

    private var width: Int { Self.leftMargin + columns.count * columnWidth + 20 }

    private func x(_ name: String) -> Int? {
        columns[name].map { Self.leftMargin + $0 * columnWidth + columnWidth / 2 }
    }

    // MARK: - Rows

    private mutating func draw(_ entry: JournalEntry, after rest: ArraySlice<JournalEntry>) {
        switch entry.event {
        case .note(let text), .measured(let text), .failed(let text):
            row(entry) { $0.band(text) }
        case .started(let peer, _):
            row(entry) { $0.mark(peer, "starts", "#2f855a") }
        case .ended(let peer, let how):
            row(entry) { $0.mark(peer, how, "#c53030") }
        case .signalled(let peer, let signal):
            row(entry) { $0.mark(peer, signal.rawValue, "#c53030") }
        case .connected(let peer, let other, true):
            row(entry) { $0.arrow(from: peer, to: [other], "connects", isDashed: true) }
        case .disconnected(let peer, let other, _):
            row(entry) { $0.mark(peer, "loses \(other)", "#c53030") }
        case .joined(let peer, let room) where !scene.rooms.contains(room):
            row(entry) { $0.mark(peer, "joins \(room)", "#4a5568") }
        case .left(let peer, let room):
            row(entry) { $0.mark(peer, "leaves \(room)", "#4a5568") }
        case .fault(let link, let what):
            row(entry) { $0.band("link \(link): \(what)") }
        case .said(let peer, _, let text):
            let hearers = Self.hearers(of: text, from: peer, in: rest)
            row(entry) { $0.arrow(from: peer, to: hearers, text, isDashed: false) }
        case .saidMany(let peer, let count, _):
            row(entry) { $0.mark(peer, "says \(count) messages", "#1a202c") }
        case .heardMany(let peer, let speaker, let count, _, _):
            row(entry) { $0.arrow(from: speaker, to: [peer], "\(count) messages", isDashed: false) }
        default:
            break
        }
    }

    private static func hearers(
        of text: String,
        from speaker: String,
        in rest: ArraySlice<JournalEntry>
    ) -> [String] {
        var hearers: [String] = []
        for entry in rest {
            switch entry.event {
            case .said(speaker, _, text):
                return hearers
            case .heard(let peer, speaker, _, text, _):
                hearers.append(peer)
            default:
                break
            }
        }
        return hearers
    }

    private mutating func row(_ entry: JournalEntry, _ draw: (inout SequenceDiagram) -> Void) {
        let seconds = (entry.time.seconds * 100).rounded() / 100
        body += #"<text x="8" y="\#(y + 4)" class="time">\#(seconds) s</text>"# + "\n"
        draw(&self)
        y += Self.rowHeight
    }

    private mutating func band(_ text: String) {
        body += #"<rect x="\#(Self.leftMargin)" y="\#(y - 11)" width="\#(width - Self.leftMargin - 10)" "#
        body += #"height="20" rx="4" class="band"/>"# + "\n"
        body += #"<text x="\#(Self.leftMargin + 8)" y="\#(y + 4)" class="note">"#
        body += "\(Self.escaped(text, width / 7))</text>\n"
    }

    private mutating func mark(_ peer: String, _ text: String, _ colour: String) {
        guard let x = x(peer) else { return }
        body += #"<circle cx="\#(x)" cy="\#(y)" r="4" fill="\#(colour)"/>"# + "\n"
        body +=
            #"<text x="\#(x + 9)" y="\#(y + 4)" class="mark">\#(Self.escaped(text, columnWidth / 7))</text>"#
        body += "\n"
    }

    private mutating func arrow(from: String, to: [String], _ text: String, isDashed: Bool) {
        guard let start = x(from) else { return }
        let ends = to.compactMap(x)
        let style = isDashed ? "dial" : "message"
        if let low = (ends + [start]).min(), let high = (ends + [start]).max(), low < high {
            body += #"<line x1="\#(low)" y1="\#(y)" x2="\#(high)" y2="\#(y)" class="\#(style)"/>"# + "\n"
        }
        body += #"<circle cx="\#(start)" cy="\#(y)" r="3"/>"# + "\n"
        for end in ends {
            let back = end > start ? end - 8 : end + 8
            body += #"<path d="M\#(end) \#(y) L\#(back) \#(y - 4) L\#(back) \#(y + 4) Z"/>"# + "\n"
        }
        let label = (ends.first.map { min($0, start) } ?? start) + 8
        body +=
            #"<text x="\#(label)" y="\#(y - 4)" class="\#(style)-text">\#(Self.escaped(text, 48))</text>"#
            + "\n"
    }

    // MARK: - The document

    private var document: String {
        let height = y + 20
        var text = #"<svg xmlns="http://www.w3.org/2000/svg" width="\#(width)" height="\#(height)" "#
        text += #"viewBox="0 0 \#(width) \#(height)" font-family="sans-serif" font-size="12">"# + "\n"
        text += """
            <style>
            .time { fill: #718096; font-size: 10px } .note { fill: #744210 } .band { fill: #fefcbf }
            .mark { fill: #4a5568; font-size: 11px } .life { stroke: #cbd5e0 }
            .message { stroke: #1a202c; stroke-width: 1.4 } .message-text { fill: #1a202c }
            .dial { stroke: #718096; stroke-dasharray: 4 3 } .dial-text { fill: #718096; font-size: 11px }
            </style>
            <rect width="100%" height="100%" fill="white"/>

            """
        text +=
            #"<text x="12" y="26" font-size="17" font-weight="bold">\#(Self.escaped(scene.title, 200))</text>"#
        text += "\n"
        for peer in scene.peers {
            guard let x = x(peer.name) else { continue }
            let colour = Self.colours[peer.engine] ?? "#4a5568"
            let wide = columnWidth - 14
            text += #"<line x1="\#(x)" y1="84" x2="\#(x)" y2="\#(height - 10)" class="life"/>"# + "\n"
            text +=
                #"<rect x="\#(x - wide / 2)" y="46" width="\#(wide)" height="38" rx="6" fill="\#(colour)"/>"#
            text += #"<text x="\#(x)" y="62" text-anchor="middle" fill="white" font-weight="bold">"#
            text += "\(Self.escaped(peer.name, 20))</text>"
            text +=
                #"<text x="\#(x)" y="77" text-anchor="middle" fill="white" font-size="10">\#(peer.engine)</text>"#
            text += "\n"
        }
        return text + body + "</svg>\n"
    }

    private static func escaped(_ text: String, _ maximumLength: Int) -> String {
        let line = text.count > maximumLength ? text.prefix(max(1, maximumLength - 1)) + "…" : text[...]
        // Control characters may not stand in XML at all.
        let printable = line.unicodeScalars.map { $0.value < 32 ? " " : Character($0) }
        return String(printable).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;")
    }
}
