/// The limits and times of one connection.
public struct ConnectionConfiguration: Sendable {
    /// From the first byte to the muxer: the handshake must end within it. Default 15 s.
    public var handshakeTimeout: Interval = .seconds(15)
    /// A stream whose protocol is not agreed on within this time is reset. Default 10 s.
    public var negotiationTimeout: Interval = .seconds(10)
    /// A connection is closed when its peer takes none of the waiting bytes for this long. Default 30 s.
    public var stallTimeout: Interval = .seconds(30)
    /// Sealed bytes that wait for the socket; beyond them the streams' own buffers fill up. Default 256 KiB.
    public var maximumBacklogBytes = 262_144
    /// A peer that keeps asking for replies (pings, streams to be refused) without reading them is no longer
    /// read from while the backlog is at least this, in bytes, and `pauseReadingReplies` replies are owed
    /// beside it. Default 128 KiB.
    public var pauseReadingBacklogBytes = 131_072
    /// See `pauseReadingBacklogBytes`. Default 1,024.
    public var pauseReadingReplies = 1_024
    /// The limits of the muxer.
    public var muxer = YamuxConfiguration()

    /// The defaults.
    public init() {}
}
