/// A word or a quoted text of one line of a scene file.
struct SceneToken: Hashable {
    /// The word as it stands, or the quoted text with its escapes resolved.
    let text: String
    let isQuoted: Bool

    /// Splits a line at white space. `"..."` is one token (behind `=` it belongs to the word before) with the
    /// escapes `\"`, `\\`, `\n`, `\t` and `\u{HEX}`; `#` at the start of a word begins a comment; a comma
    /// after a word is decoration.
    static func split(_ line: Substring, at location: SceneLocation) throws(SceneProblem) -> [SceneToken] {
        var tokens: [SceneToken] = []
        var rest = line
        while true {
            rest = rest.drop(while: \.isWhitespace)
            guard let first = rest.first, first != "#" else { return tokens }
            if first == "\"" {
                let (text, end) = try quoted(rest.dropFirst(), at: location)
                tokens.append(SceneToken(text: text, isQuoted: true))
                rest = end
                guard rest.first.map({ $0.isWhitespace || $0 == "," }) ?? true else {
                    throw SceneProblem(location, "white space expected after a closing quote")
                }
                if rest.first == "," { rest = rest.dropFirst() }
            } else {
                let word = rest.prefix { !$0.isWhitespace }
                if let mark = word.firstRange(of: "=\"") {
                    // A quoted value belongs to its word: text="a b".
                    let start = word.index(before: mark.upperBound)
                    let (text, end) = try quoted(rest.dropFirst(word[...start].count), at: location)
                    tokens.append(SceneToken(text: word[..<start] + text, isQuoted: false))
                    rest = end
                    continue
                }
                rest = rest[word.endIndex...]
                let bare = word.last == "," ? word.dropLast() : word
                if !bare.isEmpty { tokens.append(SceneToken(text: String(bare), isQuoted: false)) }
            }
        }
    }

    private static func quoted(
        _ line: Substring,
        at location: SceneLocation
    ) throws(SceneProblem) -> (String, Substring) {
        var text = ""
        var rest = line
        while let character = rest.popFirst() {
            switch character {
            case "\"":
                return (text, rest)
            case "\\":
                text.append(try escape(&rest, at: location))
            default:
                text.append(character)
            }
        }
        throw SceneProblem(location, "the quoted text has no closing quote")
    }

    private static func escape(
        _ rest: inout Substring,
        at location: SceneLocation
    ) throws(SceneProblem) -> Character {
        switch rest.popFirst() {
        case "\"": return "\""
        case "\\": return "\\"
        case "n": return "\n"
        case "t": return "\t"
        case "u":
            let digits = rest.dropFirst().prefix { $0 != "}" }
            if rest.first == "{", let code = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(code) {
                rest = rest[digits.endIndex...].dropFirst()
                return Character(scalar)
            }
        default:
            break
        }
        throw SceneProblem(location, #"an escape in a quoted text is one of \" \\ \n \t \u{HEX}"#)
    }
}
