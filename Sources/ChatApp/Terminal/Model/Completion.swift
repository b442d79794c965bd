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
}
