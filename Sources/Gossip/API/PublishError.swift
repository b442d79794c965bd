/// Why a message was not published. Nothing was sent and nothing is kept; the fault is the caller's.
public enum PublishError: Error, Equatable, Sendable {
    /// The topic is empty or longer than `GossipLimits.maximumTopicBytes`.
    case invalidTopic
    /// The payload is longer than `GossipLimits.maximumPublishBytes`.
    case tooLong(maximumBytes: Int)
    /// Nobody is there to take the message, and as many as can be kept for late peers are waiting already.
    case nobodyThere
    /// The topic identifies messages by their content, and this content was published or received a moment
    /// ago.
    case duplicate

    /// The reason in one line, for people.
    public var explanation: String {
        switch self {
        case .invalidTopic: return "the topic is empty or too long"
        case .tooLong(let maximumBytes): return "the message is longer than \(maximumBytes) bytes"
        case .nobodyThere: return "nobody is there, and too many messages wait for somebody already"
        case .duplicate: return "the same message was seen a moment ago"
        }
    }
}
