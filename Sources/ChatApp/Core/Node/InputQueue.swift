/// The typed lines that wait to be carried out.
///
/// A pipe delivers thousands of lines at once, far more than a peer can be handed in one go. So lines wait
/// here while a peer is being caught up with, and the driver reads no further while many wait.
struct InputQueue {
    /// The driver stops reading when this many lines wait.
    static let maximumLines = 1_000

    /// So many lines are carried out before their effects are; far fewer than the router queues for one peer.
    static let linesInARow = 32

    private var splitter = LineSplitter()
    private var lines: [LineSplitter.Line] = []
    private var nextLine = 0

    private var hasEnded = false
    private var quits = false

    /// Whether the driver should read more.
    var wantsMore: Bool { !hasEnded && lines.count - nextLine < Self.maximumLines }

    /// Whether everything typed was carried out, and that is the end.
    var isOver: Bool { hasEnded && quits && nextLine == lines.count }

    /// Takes the next bytes.
    mutating func append(_ bytes: ArraySlice<UInt8>) {
        guard !hasEnded else { return }
        lines.append(contentsOf: splitter.append(bytes))
    }

    /// The input has ended; an unfinished last line counts as a line.
    ///
    /// - Parameter quits: Whether that means the end of the node, once all lines are carried out.
    mutating func end(quits: Bool) {
        guard !hasEnded else { return }
        hasEnded = true
        self.quits = quits
        if let line = splitter.finish() { lines.append(line) }
    }

    /// The next line to carry out.
    mutating func next() -> LineSplitter.Line? {
        guard nextLine < lines.count else {
            lines.removeAll(keepingCapacity: true)
            nextLine = 0
            return nil
        }
        defer { nextLine += 1 }
        return lines[nextLine]
    }

    /// Forgets what waits: the user left.
    mutating func clear() {
        hasEnded = true
        lines.removeAll()
        nextLine = 0
    }
}
