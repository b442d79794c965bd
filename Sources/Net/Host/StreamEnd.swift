/// How a stream ended.
public enum StreamEnd: Hashable, Sendable {
    /// Both sides have said everything, and it was sent.
    case finished
    /// The peer reset it, or its connection is gone: what was under way is lost.
    case reset
    /// The peer speaks none of the protocols that were proposed, or reset the stream before it said that it
    /// does.
    case refused
    /// The peer sent a message that is longer than allowed, or no message. We have reset the stream.
    case badMessage
    /// More was given to `send` than may wait. We have reset the stream.
    case overrun
}

extension StreamEnd: CustomStringConvertible {
    /// The end in one line.
    public var description: String {
        switch self {
        case .finished: "finished"
        case .reset: "reset by the peer, or lost with its connection"
        case .refused: "the peer does not speak the protocol"
        case .badMessage: "the peer sent no message of the protocol"
        case .overrun: "more was to be sent than may wait"
        }
    }
}
