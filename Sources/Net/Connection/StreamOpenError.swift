/// Why a connection did not open a stream. Nothing was sent.
enum StreamOpenError: Error, Equatable {
    /// The connection is closing, at our request or the peer's.
    case closing
    /// The connection has as many streams as it may.
    case tooManyStreams
    /// No protocol was named, or one that multistream-select cannot carry.
    case invalidProtocol
}
