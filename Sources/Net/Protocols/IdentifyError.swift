/// Why a peer's description of itself is not believed. The stream is reset; the connection stays.
enum IdentifyError: Error, Equatable {
    /// The length prefix is wrong or too large.
    case frame(FrameError)
    /// The message is no such protobuf.
    case malformed(ProtobufError)
    /// The public key is not the one the peer proved.
    case keyMismatch
    /// More messages than one description may have.
    case tooManyMessages
}
