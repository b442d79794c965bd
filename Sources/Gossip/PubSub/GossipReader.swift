import Net

/// A stream of a peer's that we read.
struct GossipReader {
    let stream: StreamID
    var frames: FrameBuffer
    /// Whether there is something to read.
    var isReadable = false
    /// Whether an RPC has come on it.
    var hasSpoken = false
    /// Whether the peer will send no more.
    var hasEnded = false

    /// A stream that was just opened.
    init(stream: StreamID, maximumFrameBytes: Int) {
        self.stream = stream
        frames = FrameBuffer(maximumFrameBytes: maximumFrameBytes)
    }
}
