/// The limits and intervals of a Yamux connection.
///
/// Everything that a peer can make this end store is bounded by one of these.
public struct YamuxConfiguration: Hashable, Sendable {
    /// The receive window every stream starts with, in bytes; fixed by the specification.
    public static let initialWindowBytes: UInt32 = 262_144

    /// The most that the receive window of one stream may grow to, in bytes; default 16 MiB, which carries
    /// 2.2 Gbit/s over a round trip of 60 ms. At least ``initialWindowBytes``.
    public var maximumWindowBytes: UInt32 = 16 << 20
    /// The most that the receive windows of all streams together may *grow* to, in bytes; default 64 MiB.
    /// Initial windows are always granted: they are bounded by the number of streams.
    public var maximumWindowBytesPerConnection: UInt64 = 64 << 20
    /// The most bytes that are held for one stream until the peer's window admits them; default 256 KiB.
    public var maximumSendBufferBytes = 262_144
    /// The most body bytes in one data frame that is sent; default 16 KiB less the header, so that streams
    /// take turns often.
    public var maximumFrameBodyBytes = 16_384 - 12
    /// The most streams that the peer may have open at once; those beyond are reset. Default 256.
    public var maximumInboundStreams = 256
    /// The most streams that this end may have open at once; default 1,024.
    public var maximumOutboundStreams = 1_024
    /// The most streams that this end opens without the peer having acknowledged them. Specification: at most
    /// 256.
    public var acknowledgementBacklog = 256
    /// The most answers (ping replies, resets) that may wait to be sent before the peer is held to be
    /// flooding; default 8,192, which is more than one read of 64 KiB can ask for.
    public var maximumPendingReplies = 8_192
    /// The most frames in a row that carry neither bytes nor credit nor flags; default 1,024. They cost the
    /// sender next to nothing, and nobody has a use for them.
    public var maximumEmptyFrames = 1_024
    /// The time between two pings; they keep the connection alive and measure the round trip. Default 30 s.
    public var keepAliveInterval: Interval = .seconds(30)
    /// How long a ping may go unanswered while nothing else is received either. Default 30 s.
    public var keepAliveTimeout: Interval = .seconds(30)

    /// The defaults.
    public init() {}
}
