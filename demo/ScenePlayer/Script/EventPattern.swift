/// An event of the JSON output, described by its name and some of its fields.
package struct EventPattern: Hashable, Sendable, CustomStringConvertible {
    package struct Field: Hashable, Sendable {
        package let name: String
        /// Compared as text; `*` matches any run of characters, `@NAME` the identity of a peer of the scene.
        package let value: String
    }

    package let event: String
    package let fields: [Field]

    package var description: String {
        ([event] + fields.map { "\($0.name)=\($0.value)" }).joined(separator: " ")
    }

    /// Whether `text` is `pattern`, in which `*` stands for any run of characters, an empty one included.
    package static func matches(_ text: some StringProtocol, pattern: some StringProtocol) -> Bool {
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
