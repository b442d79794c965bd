/// The lines that were sent, to be found again.
public struct InputHistory: Hashable, Sendable {
    /// How many lines are kept.
    static let maximumLines = 1_000

    /// The lines, the latest last.
    public private(set) var lines: [String] = []
    private var place: Int?  // in `lines`, while somebody browses
    private var draft = ""

    /// An empty history.
    public init() {}

    /// Keeps a line, once when it is repeated, and ends browsing.
    public mutating func add(_ line: String) {
        place = nil
        guard !line.isEmpty, lines.last != line else { return }
        lines.append(line)
        if lines.count > Self.maximumLines { lines.removeFirst() }
    }

    /// The line before the one shown; what was being written is kept for the way back.
    ///
    /// - Returns: nil at the first line.
    public mutating func previous(current: String) -> String? {
        if place == nil { draft = current }
        let next = (place ?? lines.count) - 1
        guard next >= 0 else { return nil }
        place = next
        return lines[next]
    }

    /// The line after the one shown, in the end what was being written.
    ///
    /// - Returns: nil when nothing is being browsed.
    public mutating func next() -> String? {
        guard let current = place else { return nil }
        guard current + 1 < lines.count else {
            place = nil
            return draft
        }
        place = current + 1
        return lines[current + 1]
    }

    /// Ends browsing; the next `previous` starts at the latest line.
    public mutating func stopBrowsing() { place = nil }

    /// The latest line before `end` that contains `query`, with its index.
    public func search(_ query: String, before end: Int? = nil) -> (index: Int, line: String)? {
        guard !query.isEmpty else { return nil }
        let folded = query.lowercased()
        for index in lines[..<min(end ?? lines.count, lines.count)].indices.reversed()
        where lines[index].lowercased().contains(folded) {
            return (index, lines[index])
        }
        return nil
    }
}
