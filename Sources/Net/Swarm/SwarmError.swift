/// Why a stream could not be opened. Nothing was sent; the caller may try again when the cause is gone.
public enum SwarmError: Error, Hashable, Sendable {
    /// There is no established connection to that peer.
    case notConnected
    /// The connection is closing, at our request or the peer's.
    case closing
    /// A limit forbids another stream.
    case limitReached(ConnectionLimit)
    /// No protocol was named, or one that multistream-select cannot carry.
    case invalidProtocol
}

extension SwarmError: CustomStringConvertible {
    /// The reason in one line.
    public var description: String {
        switch self {
        case .notConnected: "the peer is not connected"
        case .closing: "the connection is closing"
        case .limitReached(let limit): limit.description
        case .invalidProtocol:
            "not a protocol id: it begins with a slash and has at most 1,024 bytes on one line"
        }
    }
}

extension SwarmError {
    /// The connection's error as the program sees it.
    init(_ error: StreamOpenError) {
        switch error {
        case .closing: self = .closing
        case .tooManyStreams: self = .limitReached(.streamsPerConnection)
        case .invalidProtocol: self = .invalidProtocol
        }
    }
}
