public import Net

/// The times and sizes that the transport works with. The defaults suit any program; tests shorten the times.
public struct WASITransportConfiguration: Sendable {
    /// Connections that the kernel completes and holds until they are accepted.
    public var listenBacklog = 1024

    /// TCP keep-alive for every connection, or `nil` for none. Yamux has pings of its own, which notice a dead peer sooner.
    public var keepAlive: KeepAlive? = KeepAlive()

    /// The most that a dial may take, name look-up included.
    public var dialTimeout = Interval.seconds(10)

    /// The head start of one address of a name before the next one is tried as well (RFC 8305, section 5).
    public var attemptDelay = Interval.milliseconds(250)

    /// How long a graceful close waits for the peer to close too.
    public var lingerTime = Interval.seconds(1)

    /// How long a listener rests after the host had no socket left for a connection.
    public var acceptPause = Interval.milliseconds(100)

    /// The most bytes read from one connection before the others have their turn.
    public var readBytesPerTurn = 256 * 1024

    /// The defaults.
    public init() {}
}
