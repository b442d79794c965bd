/// What a connection tells the swarm.
enum ConnectionEvent: Equatable {
    /// The protocol of a stream is agreed on.
    case streamOpened(YamuxStreamID, protocol: String, Direction)
    /// The peer speaks none of the protocols we proposed; the stream is gone.
    case streamRefused(YamuxStreamID)
    /// There is something to read on an open stream.
    case streamReadable(YamuxStreamID)
    /// A write that was cut short can be continued.
    case streamWritable(YamuxStreamID)
    /// The peer closed its side and everything was read.
    case streamEnded(YamuxStreamID)
    /// Both sides closed; the stream is gone.
    case streamClosed(YamuxStreamID)
    /// The stream was reset; it is gone.
    case streamReset(YamuxStreamID)
    /// The muxer's ping came back.
    case roundTrip(Interval)
    /// The peer will accept no new streams.
    case goAway
}
