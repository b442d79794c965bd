/// The course of a scene as an SVG sequence diagram: a life line for every peer while it runs, time
/// downwards.
///
/// A message is one row, with an arrow head at everybody who received it, and how long that took.
package struct SequenceDiagram {
    private let scene: Scene
    private let columns: [String: Int]
    private let columnWidth: Int
    private var body = ""
    private var lives = ""
    /// Where the life line of each running peer began.
    private var births: [String: Int] = [:]
    private var y = 118

    private static let rowHeight = 28
    /// A message has its text above the line and its times below.
    private static let messageHeight = 36
    private static let leftMargin = 74
    private static let colours = [
        "native": "#2b6cb0", "wasi": "#6b46c1", "wasi-sealed": "#6b46c1", "py": "#b7791f",
    ]

    /// Somebody who received a message, and when.
    private struct Arrival {
        let peer: String
        let latency: Duration?
    }

    /// Draws the whole diagram.
    package static func draw(_ entries: [JournalEntry], scene: Scene) -> String {
        var diagram = SequenceDiagram(scene)
        for index in entries.indices { diagram.draw(entries[index], at: index, of: entries) }
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

    private mutating func draw(_ entry: JournalEntry, at index: Int, of entries: [JournalEntry]) {
        switch entry.event {
        case .note(let text), .measured(let text):
            row(entry) { $0.band(text, "note") }
        case .failed(let text):
            row(entry) { $0.band(text, "failure") }
        case .fault(let link, let what):
            row(entry) { $0.band("link \(link): \(what)", "fault") }
        case .plugged(let host, let isPlugged):
            row(entry) { $0.band("\(host) is \(isPlugged ? "plugged in again" : "unplugged")", "fault") }
        case .started(let peer, _):
            births[peer] = y
            row(entry) { $0.mark(peer, "starts", "#2f855a") }
        case .ended(let peer, let how):
            row(entry) { $0.mark(peer, how, "#c53030") }
            endLife(of: peer, at: y - Self.rowHeight)
        case .signalled(_, .kill):
            // Its end follows and says so.
            break
        case .signalled(let peer, let signal):
            row(entry) { $0.mark(peer, signal.rawValue, "#c53030") }
        case .connected(let peer, let other, true):
            row(entry) { $0.arrow(from: peer, to: [Arrival(peer: other, latency: nil)], "connects", "dial") }
        case .disconnected(let peer, let other, _):
            row(entry) { $0.mark(peer, "loses \(other)", "#c53030") }
        case .joined(let peer, let room) where !scene.rooms.contains(room):
            row(entry) { $0.mark(peer, "joins \(room)", "#4a5568") }
        case .left(let peer, let room):
            row(entry) { $0.mark(peer, "leaves \(room)", "#4a5568") }
        case .said(let peer, _, let text, let isAction):
            let arrivals = Self.arrivals(of: text, from: peer, in: entries[(index + 1)...])
            row(entry, height: Self.messageHeight) {
                $0.arrow(from: peer, to: arrivals, isAction ? "* \(text)" : text, "message")
            }
        case .saidMany(let peer, let count, _):
            row(entry) { $0.mark(peer, "says \(count) message\(count == 1 ? "" : "s")", "#1a202c") }
        case .heardMany:
            drawSum(at: index, of: entries)
        default:
            break
        }
    }

    private static func arrivals(
        of text: String,
        from speaker: String,
        in rest: ArraySlice<JournalEntry>
    ) -> [Arrival] {
        var arrivals: [Arrival] = []
        for entry in rest {
            switch entry.event {
            case .said(speaker, _, text, _):
                return arrivals
            case .heard(let peer, speaker, _, text, let latency):
                arrivals.append(Arrival(peer: peer, latency: latency))
            default:
                break
            }
        }
        return arrivals
    }

    /// One row for all who heard as many messages of the same speaker; the journal has them one after the
    /// other.
    private mutating func drawSum(at index: Int, of entries: [JournalEntry]) {
        func sum(_ index: Int) -> (arrival: Arrival, speaker: String, count: Int)? {
            guard case .heardMany(let peer, let speaker, let count, let median, _) = entries[index].event
            else {
                return nil
            }
            return (Arrival(peer: peer, latency: median), speaker, count)
        }
        guard let first = sum(index) else { return }
        let isSame = { (other: Int) in
            sum(other).map { $0.speaker == first.speaker && $0.count == first.count } ?? false
        }
        if index > 0 && isSame(index - 1) { return }
        let arrivals = entries[index...].indices.prefix(while: isSame).compactMap { sum($0)?.arrival }
        let text = first.count == 1 ? "one message" : "\(first.count) messages"
        row(entries[index], height: Self.messageHeight) {
            $0.arrow(from: first.speaker, to: arrivals, text, "message")
        }
    }

    private mutating func row(
        _ entry: JournalEntry,
        height row: Int = SequenceDiagram.rowHeight,
        _ draw: (inout SequenceDiagram) -> Void
    ) {
        let hundredths = Int((entry.time.seconds * 100).rounded())
        let fraction = hundredths % 100
        let time = "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
        body += #"<text x="54" y="\#(y + 4)" class="time">\#(time) s</text>"# + "\n"
        draw(&self)
        y += row
    }

    private mutating func band(_ text: String, _ style: String) {
        body += #"<rect x="\#(Self.leftMargin)" y="\#(y - 12)" width="\#(width - Self.leftMargin - 10)" "#
        body += #"height="22" rx="4" class="\#(style)"/>"# + "\n"
        body += #"<text x="\#(Self.leftMargin + 8)" y="\#(y + 4)" class="\#(style)-text">"#
        body += "\(Self.escaped(text, width / 7))</text>\n"
    }

    private mutating func mark(_ peer: String, _ text: String, _ colour: String) {
        guard let x = x(peer) else { return }
        body += #"<circle cx="\#(x)" cy="\#(y)" r="4" fill="\#(colour)"/>"# + "\n"
        body +=
            #"<text x="\#(x + 9)" y="\#(y + 4)" class="mark">\#(Self.escaped(text, columnWidth / 6))</text>"#
        body += "\n"
    }

    private mutating func arrow(from: String, to arrivals: [Arrival], _ text: String, _ style: String) {
        guard let start = x(from) else { return }
        let ends = arrivals.compactMap { arrival in x(arrival.peer).map { (x: $0, latency: arrival.latency) }
        }
        if let low = (ends.map(\.x) + [start]).min(), let high = (ends.map(\.x) + [start]).max(), low < high {
            body += #"<line x1="\#(low)" y1="\#(y)" x2="\#(high)" y2="\#(y)" class="\#(style)"/>"# + "\n"
        }
        body += #"<circle cx="\#(start)" cy="\#(y)" r="3"/>"# + "\n"
        for end in ends {
            let back = end.x > start ? end.x - 8 : end.x + 8
            body += #"<path d="M\#(end.x) \#(y) L\#(back) \#(y - 4) L\#(back) \#(y + 4) Z"/>"# + "\n"
            guard let latency = end.latency else { continue }
            let side = end.x > start ? (end.x - 4, "end") : (end.x + 4, "start")
            body += #"<text x="\#(side.0)" y="\#(y + 12)" text-anchor="\#(side.1)" class="latency">"#
            body += "\(Self.escaped(latency.sceneText, 20))</text>\n"
        }
        // Above the line, beginning at its left end: nothing of the row is as wide as a long message.
        let label = (ends.map(\.x).min().map { min($0, start) } ?? start) + 10
        body += #"<text x="\#(label)" y="\#(y - 6)" class="\#(style)-text">"#
        body += "\(Self.escaped(text, max(20, (width - label) / 7)))</text>\n"
    }

    private mutating func endLife(of peer: String, at end: Int) {
        guard let x = x(peer), let begin = births.removeValue(forKey: peer) else { return }
        lives += #"<line x1="\#(x)" y1="\#(begin)" x2="\#(x)" y2="\#(end)" class="life"/>"# + "\n"
    }

    // MARK: - The document

    private static let style = """
        <style>
        text { paint-order: stroke; stroke: white; stroke-width: 3px; stroke-linejoin: round }
        .head text, .title { stroke: none }
        .time { fill: #718096; font-size: 10px; text-anchor: end }
        .note { fill: #fefcbf } .note-text { fill: #744210; stroke: none }
        .fault { fill: #feebc8 } .fault-text { fill: #7b341e; stroke: none }
        .failure { fill: #fed7d7 } .failure-text { fill: #742a2a; stroke: none; font-weight: bold }
        .mark { fill: #4a5568; font-size: 11px } .latency { fill: #718096; font-size: 9px }
        .absent { stroke: #e2e8f0; stroke-dasharray: 2 4 } .life { stroke: #a0aec0; stroke-width: 3 }
        .message { stroke: #1a202c; stroke-width: 1.4 } .message-text { fill: #1a202c }
        .dial { stroke: #718096; stroke-dasharray: 4 3 } .dial-text { fill: #718096; font-size: 11px }
        </style>
        <rect width="100%" height="100%" fill="white"/>

        """

    private var document: String {
        let height = y + 10
        var text = #"<svg xmlns="http://www.w3.org/2000/svg" width="\#(width)" height="\#(height)" "#
        text += #"viewBox="0 0 \#(width) \#(height)" font-family="sans-serif" font-size="12">"# + "\n"
        text += Self.style
        text += #"<text x="12" y="26" class="title" font-size="17" font-weight="bold">"#
        text += "\(Self.escaped(scene.title, 200))</text>\n"
        for peer in scene.peers { text += head(of: peer, height: height) }
        var whole = self
        for peer in births.keys.sorted() { whole.endLife(of: peer, at: height - 10) }
        return text + whole.lives + body + "</svg>\n"
    }

    private func head(of peer: PeerDeclaration, height: Int) -> String {
        guard let x = x(peer.name) else { return "" }
        let colour = Self.colours[peer.engine] ?? "#4a5568"
        let wide = columnWidth - 14
        let place = peer.host.map { "\(peer.engine) on \($0)" } ?? peer.engine
        var text = #"<line x1="\#(x)" y1="84" x2="\#(x)" y2="\#(height - 10)" class="absent"/>"# + "\n"
        text += #"<g class="head"><rect x="\#(x - wide / 2)" y="46" width="\#(wide)" height="38" rx="6" "#
        text +=
            #"fill="\#(colour)"/><text x="\#(x)" y="62" text-anchor="middle" fill="white" font-weight="bold">"#
        text += "\(Self.escaped(peer.name, 20))</text>"
        text += #"<text x="\#(x)" y="77" text-anchor="middle" fill="white" font-size="10">"#
        return text + "\(Self.escaped(place, wide / 5))</text></g>\n"
    }

    private static func escaped(_ text: String, _ maximumLength: Int) -> String {
        let line = text.count > maximumLength ? text.prefix(max(1, maximumLength - 1)) + "…" : text[...]
        // Control characters may not stand in XML at all.
        let printable = line.unicodeScalars.map { $0.value < 32 ? " " : Character($0) }
        return String(printable).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;")
    }
}
