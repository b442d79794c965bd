/// An event of the JSON output, described by its name and some of its fields.
public struct EventPattern: Hashable, Sendable, CustomStringConvertible {
    public struct Field: Hashable, Sendable {
        public let name: String
        /// Compared as text; `*` matches any run of characters, `@NAME` the identity of a peer of the scene.
        public let value: String
    }

    public let event: String
    public let fields: [Field]

    public var description: String {
        ([event] + fields.map { "\($0.name)=\($0.value)" }).joined(separator: " ")
    }

    /// Whether `text` is `pattern`, in which `*` stands for any run of characters, an empty one included.
    public static func matches(_ text: some StringProtocol, pattern: some StringProtocol) -> Bool {
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
        guard parts.count > 1, let first = parts.first, let last = parts.last else { return text == pattern }
        guard text.hasPrefix(first), text.count >= first.count + last.count, text.hasSuffix(last) else {
            return false
        }
        var rest = text.dropFirst(first.count).dropLast(last.count)[...]
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let range = rest.firstRange(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return true
    }
}
