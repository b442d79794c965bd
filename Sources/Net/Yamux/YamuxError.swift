/// Why a Yamux connection cannot go on. The connection is to be closed, after its go-away frame has gone out.
///
/// Every case but ``keepAliveTimedOut`` and ``terminatedByPeer(_:)`` is the peer's breach of the protocol.
public enum YamuxError: Error, Hashable, Sendable {
    /// A frame of a version other than 0.
    case unsupportedVersion(UInt8)
    /// A frame of a type that does not exist.
    case unknownFrameType(UInt8)
    /// Flags that do not exist, or not in this combination or on this type of frame.
    case invalidFlags(UInt16)
    /// A stream frame for stream 0, a session frame for another one, or a stream opened with the wrong
    /// parity.
    case invalidStreamID(UInt32)
    /// The peer opened a stream whose identifier is in use.
    case streamInUse(YamuxStreamID)
    /// A frame for a stream that was never opened.
    case streamNotOpened(YamuxStreamID)
    /// A data frame longer than the window that was granted for its stream.
    case windowExceeded(YamuxStreamID)
    /// More answers (ping replies, resets) are owed than ``YamuxConfiguration/maximumPendingReplies``.
    case tooManyPendingReplies
    /// More frames in a row than ``YamuxConfiguration/maximumEmptyFrames`` that say nothing.
    case tooManyEmptyFrames
    /// A ping was not answered, and nothing else came, within ``YamuxConfiguration/keepAliveTimeout``.
    case keepAliveTimedOut
    /// The peer went away with a code other than normal termination.
    case terminatedByPeer(YamuxGoAwayCode)

    /// The code to send to the peer before the connection is closed.
    public var goAwayCode: YamuxGoAwayCode {
        switch self {
        case .unsupportedVersion, .unknownFrameType, .invalidFlags, .invalidStreamID, .streamInUse,
            .streamNotOpened, .windowExceeded, .tooManyPendingReplies, .tooManyEmptyFrames:
            .protocolError
        case .keepAliveTimedOut:
            .internalError
        case .terminatedByPeer:
            .normal
        }
    }
}

extension YamuxError: CustomStringConvertible {
    /// The reason in one line.
    public var description: String {
        switch self {
        case .unsupportedVersion(let version): "yamux: unsupported version \(version)"
        case .unknownFrameType(let type): "yamux: unknown frame type \(type)"
        case .invalidFlags(let flags): "yamux: invalid flags \(flags)"
        case .invalidStreamID(let id): "yamux: invalid stream identifier \(id)"
        case .streamInUse(let id): "yamux: stream \(id.rawValue) was opened twice"
        case .streamNotOpened(let id): "yamux: frame for stream \(id.rawValue), which was never opened"
        case .windowExceeded(let id): "yamux: the peer exceeded the window of stream \(id.rawValue)"
        case .tooManyPendingReplies: "yamux: the peer asks for answers but does not read them"
        case .tooManyEmptyFrames: "yamux: the peer sends frames that say nothing"
        case .keepAliveTimedOut: "yamux: the peer does not answer pings"
        case .terminatedByPeer(let code): "yamux: the peer went away: \(code.description)"
        }
    }
}
