/// A text of a scene with placeholders: `{n}` the running number of a repetition (from 1), `{name}` the
/// speaker, `{fill:BYTES}` filler of that many bytes. Anything else in braces stands for itself.
package struct TextTemplate: Hashable, Sendable {
    package let source: String

    package init(_ source: String) {
        self.source = source
    }

    /// The text that `speaker` types as number `number` of a repetition.
    package func text(number: Int, speaker: String) -> String {
        var result = ""
        var rest = source[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            let tail = rest[rest.index(after: open)...]
            guard let close = tail.firstIndex(of: "}"),
                let value = Self.value(of: tail[..<close], number: number, speaker: speaker)
            else {
                result.append("{")
                rest = tail
                continue
            }
            result += value
            rest = tail[tail.index(after: close)...]
        }
        return result + rest
    }

    private static func value(of placeholder: Substring, number: Int, speaker: String) -> String? {
        switch placeholder {
        case "n":
            return String(number)
        case "name":
            return speaker
        default:
            guard placeholder.hasPrefix("fill:"), let count = Int(placeholder.dropFirst(5)),
                (0...maximumFillBytes).contains(count)
            else { return nil }
            let pattern = "gossip spreads by many small whispers "
            return String(repeating: pattern, count: count / pattern.utf8.count + 1).prefix(count).description
        }
    }

    /// Enough to go far beyond every message limit; a scene is no memory test of the runner.
    private static let maximumFillBytes = 16 << 20
}
