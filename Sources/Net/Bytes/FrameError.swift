/// Why a stream of length-prefixed messages cannot be read on. The sender is at fault: reset the stream.
package enum FrameError: Error, Equatable {
    /// The length prefix is not a minimal varint of at most nine bytes.
    case invalidLength
    /// The length prefix announces more than the buffer's limit.
    case tooLarge
}
