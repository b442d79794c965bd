/// The name shown beside a member's messages, checked.
///
/// A nick is a claim, never an identity: two members may carry the same one, so a key tag belongs beside it.
public struct Nick: Hashable, Sendable, CustomStringConvertible {
    /// The most bytes of a nick. Longer ones from a peer are cut when they are shown.
    public static let maximumBytes = 64

    /// The nick as typed.
    public let text: String

    /// Checks a nick: 1 to 64 bytes of UTF-8, no control or invisible characters, no space at either end.
    ///
    /// - Throws: `NickError`, which says what is wrong.
    public init(_ text: String) throws(NickError) {
        guard !text.utf8.isEmpty else { throw .empty }
        guard text.utf8.count <= Self.maximumBytes else { throw .tooLong }
        guard text.utf8.first != UInt8(ascii: " "), text.utf8.last != UInt8(ascii: " ") else {
            throw .outerSpace
        }
        for scalar in text.unicodeScalars where !scalar.isAllowedInNames {
            throw .invalidCharacter(scalar.value)
        }
        self.text = text
    }

    /// The nick as typed.
    public var description: String { text }
}

extension Nick {
    /// A nick of our own making, which needs no check.
    init(checked text: String) {
        self.text = text
    }
}
