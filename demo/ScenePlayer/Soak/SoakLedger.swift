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
        /// Those of them who were killed before they received it.
        var killed = 0
        /// Until the last one so far received it, in seconds.
        var slowest = 0.0
    }

    /// A time in which something was broken, until everybody had met again.
    struct Disturbance {
        let what: String
        let start: Double
        /// When it was taken away.
        var mended: Double
        var end: Double
    }

    /// What it all comes to, in messages and in receptions.
    struct Summary {
        var said = 0
        var saidInQuiet = 0
        var owed = 0
        var delivered = 0
        /// Owed to somebody who was killed before it arrived.
        var owedToTheDead = 0
        /// Said while something was broken, and never received.
        var lostInDisturbances = 0
    }

    private(set) var entries: [String: Entry] = [:]
    var disturbances: [Disturbance] = []

    /// How long before a disturbance a message must be said to be none of its victims, and how long
    /// afterwards, in seconds.
    private static let margin = 2.0

    mutating func say(_ text: String, by speaker: String, to hearers: Set<String>, at time: Double) {
        entries[text] = Entry(speaker: speaker, time: time, missing: hearers, expected: hearers.count)
    }

    mutating func hear(_ text: String, by peer: String, at time: Double) {
        guard var entry = entries[text], entry.missing.remove(peer) != nil else { return }
        entry.slowest = max(entry.slowest, time - entry.time)
        entries[text] = entry
    }

    /// Somebody who has been killed is owed nothing of what was said before.
    mutating func forgive(_ peer: String) {
        for text in entries.keys where entries[text]?.missing.remove(peer) != nil {
            entries[text]?.killed += 1
        }
    }

    /// Whether nothing was broken around this time.
    func isQuiet(_ time: Double) -> Bool {
        !disturbances.contains { $0.start - Self.margin < time && time < $0.end + Self.margin }
    }

    /// The messages that somebody lacks and there is no excuse for: those of quiet times, or where peers only
    /// roam, all.
    func unaccounted(_ kind: SoakKind) -> [String] {
        entries.filter { !$0.value.missing.isEmpty && (kind == .roaming || isQuiet($0.value.time)) }
            .map { text, entry in
                let lacking = entry.missing.sorted().joined(separator: ", ")
                return "\"\(text)\" said at \(Int(entry.time)) s did not reach \(lacking)"
            }
            .sorted()
    }

    var summary: Summary {
        var summary = Summary()
        for entry in entries.values {
            let isQuiet = isQuiet(entry.time)
            summary.said += 1
            summary.saidInQuiet += isQuiet ? 1 : 0
            summary.owed += entry.expected
            summary.owedToTheDead += entry.killed
            summary.delivered += entry.expected - entry.missing.count - entry.killed
            summary.lostInDisturbances += isQuiet ? 0 : entry.missing.count
        }
        return summary
    }
}
