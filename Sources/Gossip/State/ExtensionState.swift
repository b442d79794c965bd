/// The extensions of a peer (specs `gossipsub-v1.3.md`): they come in the first message of the stream or not at all.
enum ExtensionState: Equatable {
    /// Nothing was received yet.
    case awaitingFirstMessage
    /// The first message is past; these were announced in it.
    case settled(PeerExtensions)
}
