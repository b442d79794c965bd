/// Whether the messages of a topic are signed (specs `pubsub/README.md`, "Message signing").
public enum SigningPolicy: Sendable, Equatable {
    /// Every message carries author, sequence number and signature; one that does not, or whose signature is
    /// wrong, is rejected.
    case strictSign
    /// No message carries any of them; one that does is rejected.
    case strictNoSign
}
