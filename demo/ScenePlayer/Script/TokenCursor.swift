import FaultProxy

/// Reads the tokens of one line from left to right; every refusal names the line and what was expected.
struct TokenCursor {
    let location: SceneLocation
    private var tokens: ArraySlice<SceneToken>

    init(_ tokens: [SceneToken], at location: SceneLocation) {
        self.tokens = tokens[...]
        self.location = location
    }

    var isAtEnd: Bool { tokens.isEmpty }

    /// The next word without taking it; nil at the end or before a quoted text.
    var nextWord: String? { tokens.first.flatMap { $0.isQuoted ? nil : $0.text } }

    func problem(_ message: String) -> SceneProblem { SceneProblem(location, message) }

    /// What stands next, for a message.
    private var found: String {
        tokens.first.map { $0.isQuoted ? "\"\($0.text)\"" : $0.text } ?? "the end of the line"
    }

    mutating func word(_ expected: String) throws(SceneProblem) -> String {
        guard let token = tokens.first, !token.isQuoted else {
            throw problem("\(expected) expected, found \(found)")
        }
        tokens.removeFirst()
        return token.text
    }

    mutating func text(_ expected: String) throws(SceneProblem) -> String {
        guard let token = tokens.first, token.isQuoted else {
            throw problem("\(expected) in double quotes expected, found \(found)")
        }
        tokens.removeFirst()
        return token.text
    }

    /// Takes the next word if it is this one.
    mutating func take(_ word: String) -> Bool {
        guard nextWord == word else { return false }
        tokens.removeFirst()
        return true
    }

    mutating func number(_ expected: String, in range: ClosedRange<Int>) throws(SceneProblem) -> Int {
        let shown = found
        guard let value = Int(try word(expected)), range.contains(value) else {
            throw problem(
                "\(expected) from \(range.lowerBound) to \(range.upperBound) expected, found \(shown)"
            )
        }
        return value
    }

    /// `250ms`, `5s`, `2m`.
    mutating func duration(_ expected: String) throws(SceneProblem) -> Duration {
        let shown = found
        guard let duration = Duration(sceneText: try word(expected)) else {
            throw problem("\(expected) such as 250ms, 5s or 2m expected, found \(shown)")
        }
        return duration
    }

    /// `within DURATION`, if it stands here.
    mutating func within(default duration: Duration) throws(SceneProblem) -> Duration {
        take("within") ? try self.duration("a time after \"within\"") : duration
    }

    /// Everything that is left, as words.
    mutating func remainingWords() -> [String] {
        defer { tokens = [] }
        return tokens.map(\.text)
    }

    /// Everything that is left, as faults of a link.
    mutating func faults() throws(SceneProblem) -> [String] {
        let words = remainingWords()
        do {
            _ = try FaultWords.settings(words)
        } catch {
            throw problem(error.message)
        }
        return words
    }

    func end() throws(SceneProblem) {
        if !isAtEnd { throw problem("the end of the line expected, found \(found)") }
    }
}
