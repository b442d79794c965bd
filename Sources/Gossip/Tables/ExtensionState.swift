/// The extensions of a peer (specs `gossipsub-v1.3.md`): they come in the first message of the stream or not
/// at all.
enum ExtensionState: Equatable {
    /// Nothing was received yet.
    case awaitingFirstMessage
    /// The first message is past; these were announced in it.
    case known(PeerExtensions)

    /// An RPC has arrived. Returns how often it breaks the rule, and the extensions of the peer if this is
    /// its first message.
    ///
    /// - Parameters:
    ///   - announced: The extensions it announces, if any.
    ///   - isRepeated: Whether it announces them more than once.
    mutating func receive(
        _ announced: PeerExtensions?,
        isRepeated: Bool
    ) -> (violations: Int, first: PeerExtensions) {
        switch self {
        case .awaitingFirstMessage:
            self = .known(announced ?? .none)
            return (violations: isRepeated ? 1 : 0, first: announced ?? .none)
        case .known:
            return (violations: (isRepeated ? 1 : 0) + (announced == nil ? 0 : 1), first: .none)
        }
    }
}
