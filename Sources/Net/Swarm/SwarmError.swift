/// Why a stream could not be opened. Nothing was sent; the caller may try again when the cause is gone.
public enum SwarmError: Error, Hashable, Sendable {
    /// There is no established connection to that peer.
    case notConnected
    /// The connection is closing, by our wish or the peer's.
    case closing
    /// A limit forbids another stream.
    case limitReached(SwarmLimit)
    /// No protocol was named, or one that multistream-select cannot carry.
    case invalidProtocol
}
