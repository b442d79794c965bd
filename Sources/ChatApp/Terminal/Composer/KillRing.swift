/// What was cut out of the line lately, to be written again elsewhere.
public struct KillRing: Hashable, Sendable {
    /// On which side of the cursor the text stood.
    public enum Direction: Hashable, Sendable {
        /// Behind the cursor.
        case forward
        /// Before the cursor.
        case backward
    }

    /// How many kills are kept.
    static let maximumEntries = 32

    private var entries: [String] = []
    private var place = 0

    /// The kill to yank: the latest one, until `rotate()` chooses another.
    public var latest: String? { entries.isEmpty ? nil : entries[place] }

    /// Keeps a kill; a run of kills makes one entry, in the order in which the text stood.
    public mutating func add(_ text: String, _ direction: Direction, appending: Bool) {
        if appending, let last = entries.popLast() {
            entries.append(direction == .forward ? last + text : text + last)
        } else {
            entries.append(text)
            if entries.count > Self.maximumEntries { entries.removeFirst() }
        }
        place = entries.count - 1
    }

    /// Chooses the kill before the chosen one, around the ring.
    public mutating func rotate() -> String? {
        guard !entries.isEmpty else { return nil }
        place = (place + entries.count - 1) % entries.count
        return entries[place]
    }
}
