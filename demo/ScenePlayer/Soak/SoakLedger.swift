/// Which messages were said, who ought to have received them, and who did.
struct SoakLedger {
    /// One message of a soak.
    struct Entry {
        let speaker: String
        /// Since the beginning, in seconds.
        let time: Double
        /// Everybody who ran and was awake when it was said.
        var missing: Set<String>
        let expected: Int
    }

    /// A time in which something was broken, until everybody had met again.
    struct Disturbance {
        let what: String
        let start: Double
        var end: Double
    }

    private(set) var entries: [String: Entry] = [:]
    var disturbances: [Disturbance] = []
    /// Receptions in each second.
    private(set) var receptions: [Int: Int] = [:]

    /// How long before a disturbance a message must be said to be none of its victims, and how long afterwards, in seconds.
    private static let margin = 2.0

    mutating func say(_ text: String, by speaker: String, to hearers: Set<String>, at time: Double) {
        entries[text] = Entry(speaker: speaker, time: time, missing: hearers, expected: hearers.count)
    }

    mutating func hear(_ text: String, by peer: String, at time: Double) {
        entries[text]?.missing.remove(peer)
        receptions[Int(time), default: 0] += 1
    }

    /// Somebody who has been killed is owed nothing of what was said before.
    mutating func forgive(_ peer: String) {
        for text in entries.keys { entries[text]?.missing.remove(peer) }
    }

    /// Whether nothing was broken around this time.
    private func isQuiet(_ time: Double) -> Bool {
        !disturbances.contains { $0.start - Self.margin < time && time < $0.end + Self.margin }
    }

    /// The messages of quiet times that somebody lacks: there is no excuse for them.
    var unaccounted: [String] {
        entries.filter { !$0.value.missing.isEmpty && isQuiet($0.value.time) }
            .map {
                "\"\($0.key)\" said at \(Int($0.value.time)) s did not reach \($0.value.missing.sorted().joined(separator: ", "))"
            }
            .sorted()
    }

    var summary: (said: Int, owed: Int, delivered: Int, lostInDisturbances: Int, quiet: Int) {
        let owed = entries.values.reduce(0) { $0 + $1.expected }
        let missing = entries.values.reduce(0) { $0 + $1.missing.count }
        let quiet = entries.values.filter { isQuiet($0.time) }.count
        let excused = entries.values.filter { !isQuiet($0.time) }.reduce(0) { $0 + $1.missing.count }
        return (entries.count, owed, owed - missing, excused, quiet)
    }
}
