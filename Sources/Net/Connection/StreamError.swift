/// Why a stream cannot be written to or read from. Final for that stream.
public enum StreamError: Error, Hashable, Sendable {
    /// There is no such stream (any more).
    case unknown
    /// The protocol of the stream is still being negotiated, and it offers a choice, so nothing may be
    /// written yet.
    case negotiating
    /// Our direction is closed: nothing more may be written.
    case writeClosed
    /// One of the sides reset the stream.
    case reset
}
