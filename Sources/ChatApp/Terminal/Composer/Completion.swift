/// A completion that is going on: Tab goes through the candidates.
struct Completion: Hashable, Sendable {
    /// Where in the line the completed word begins.
    let start: Int
    /// The end of what was written there last.
    var end: Int
    /// What it may become, in order; what was typed is not among them.
    let candidates: [String]
    /// The place of the one written now.
    var chosen: Int
    /// What is written behind a finished word.
    let suffix: String

    /// Goes on to the next candidate, or back.
    ///
    /// - Returns: what to write; a folder is not a finished word.
    mutating func advance(backward: Bool) -> String {
        let count = candidates.count
        chosen = backward ? (chosen <= 0 ? count - 1 : chosen - 1) : (chosen + 1) % count
        let candidate = candidates[chosen]
        return candidate.hasSuffix("/") && suffix.isEmpty ? candidate : candidate + suffix
    }

    /// Candidates as the bar shows them.
    static func list(_ candidates: [String], chosen: Int?) -> String {
        var shown = candidates.prefix(12).enumerated().map {
            $0.offset == chosen ? "[\($0.element)]" : $0.element
        }
        if candidates.count > 12 { shown.append("and \(candidates.count - 12) more") }
        return shown.joined(separator: "  ")
    }

    /// What all of them begin with.
    static func commonPrefix(_ texts: [String]) -> String {
        guard var common = texts.first else { return "" }
        for text in texts.dropFirst() {
            while !text.hasPrefix(common) { common.removeLast() }
        }
        return common
    }
}
