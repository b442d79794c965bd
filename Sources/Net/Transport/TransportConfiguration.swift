/// The times and sizes that both transports work with. The defaults suit any program; tests shorten the
/// times.
public struct TransportConfiguration: Sendable {
    /// Connections that the kernel completes and holds until they are accepted. Default 1,024; systems cap
    /// it, Linux at `net.core.somaxconn`.
    public var listenBacklog = 1_024

    /// TCP keep-alive for every connection, or `nil` for none. Yamux has pings of its own, which notice a
    /// dead peer sooner.
    public var keepAlive: KeepAlive? = KeepAlive()

    /// The most that a dial may take, name look-up included. Default 10 s.
    public var dialTimeout = Interval.seconds(10)

    /// The head start of one address of a name before the next one is tried as well (RFC 8305, section 5).
    /// Default 250 ms.
    public var attemptDelay = Interval.milliseconds(250)

    /// How long a graceful close waits without progress: while the kernel takes nothing and nothing comes
    /// from the peer. Default 2 s.
    public var lingerInterval = Interval.seconds(2)

    /// How long a listener rests after the system had no socket left for a connection. Default 100 ms.
    public var acceptPause = Interval.milliseconds(100)

    /// How often the addresses of the interfaces are compared with those reported for a listener on all of
    /// them, where the system tells them. Default 5 s.
    public var interfaceInterval = Interval.seconds(5)

    /// The defaults.
    public init() {}
}
