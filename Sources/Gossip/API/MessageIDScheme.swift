import Net

/// How the id of a message is made.
///
/// No two implementations share a default; `.authorAndSequenceNumber` is what go-libp2p and py-libp2p do.
public enum MessageIDScheme: Sendable, Equatable {
    /// The raw bytes of `from` followed by those of `seqno`. Needs `SigningPolicy.strictSign`.
    case authorAndSequenceNumber
    /// SHA-256 of `data`: two messages of one text are one message.
    case contentHash

    /// The id of a message with these fields.
    func id(from: ArraySlice<UInt8>, sequenceNumber: ArraySlice<UInt8>, data: ArraySlice<UInt8>) -> MessageID
    {
        switch self {
        case .authorAndSequenceNumber: return MessageID(bytes: Array(from) + sequenceNumber)
        case .contentHash: return MessageID(bytes: SHA256.hash(data))
        }
    }
}
