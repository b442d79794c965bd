/// What a Yamux connection has done, and the bytes that it holds.
package struct YamuxCounters: Hashable, Sendable {
    /// Streams of the peer that were reset because it had too many, or because this end goes away.
    package internal(set) var refusedStreamCount: UInt64 = 0
    /// Bytes that were received on streams and not read.
    package internal(set) var unreadByteCount = 0
    /// Bytes that were written to streams and not sent.
    package internal(set) var unsentByteCount = 0
    /// Frames received.
    package internal(set) var receivedFrameCount: UInt64 = 0
    /// Frames sent.
    package internal(set) var sentFrameCount: UInt64 = 0
}
