/// How a user names a peer: by its peer id, by the end of it (six characters or more, the key tag), or by its nick.
///
/// It is resolved by the node, among the peers it knows; one that fits several peers is refused.
public struct PeerReference: Equatable, Sendable {
    /// The words as typed.
    public let text: String

    /// A reference as typed.
    public init(_ text: String) {
        self.text = text
    }
}
