/// What a Yamux connection tells its owner.
package enum YamuxEvent: Hashable, Sendable {
    /// The peer opened a stream.
    case inboundStream(YamuxStreamID)
    /// Bytes have come. Another event follows when a read leaves some behind, or when more come after a read.
    case readable(YamuxStreamID)
    /// A write was cut short earlier, and now there is room for more.
    case writable(YamuxStreamID)
    /// The peer closed its writing half, and every byte of it has been read.
    case remoteClosedWrite(YamuxStreamID)
    /// The stream is gone: the peer reset it, or broke its rules. Unread bytes are lost. No other event
    /// follows.
    case reset(YamuxStreamID)
    /// The stream is gone: both ends closed it and everything was read and sent. No other event follows.
    case closed(YamuxStreamID)
    /// A ping came back: the time between its sending and its answer.
    case roundTrip(Interval)
    /// The peer goes away normally: it accepts no new streams, the open ones may finish.
    case goAway(YamuxGoAwayCode)
}
