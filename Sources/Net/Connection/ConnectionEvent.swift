/// A connection's events, for its owner.
enum ConnectionEvent: Equatable {
    /// Something happened to a stream.
    case stream(YamuxStreamID, StreamEvent)
    /// The muxer's ping came back.
    case roundTrip(Interval)
    /// The peer will accept no new streams.
    case goAway
}
