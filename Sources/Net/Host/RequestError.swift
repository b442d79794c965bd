/// Why a request was not answered. Whether the peer has acted on it cannot be known.
public enum RequestError: Error, Hashable, Sendable {
    /// The peer does not speak the protocol, or reset the stream before it said that it does: for a request
    /// that is too long, say.
    case unsupported
    /// The peer reset the stream, or its connection is gone.
    case reset
    /// No answer within `HostConfiguration.requestTimeout`.
    case timedOut
    /// The answer is longer than `HostConfiguration.maximumResponseBytes`, or the request than may wait to be
    /// sent.
    case tooLarge
}

extension RequestError: CustomStringConvertible {
    /// The reason in one line.
    public var description: String {
        switch self {
        case .unsupported: "the peer does not speak the protocol"
        case .reset: "the peer ended the stream without an answer"
        case .timedOut: "no answer in time"
        case .tooLarge: "too large"
        }
    }
}

extension RequestError {
    /// What the end of a stream means for the request on it.
    init(_ end: StreamEnd) {
        switch end {
        case .refused: self = .unsupported
        case .finished, .reset: self = .reset
        case .badMessage, .overrun: self = .tooLarge
        }
    }
}
