/// What a swarm offers and tolerates. The defaults suit a chat on an ordinary machine.
public struct SwarmConfiguration: Sendable {
    /// The program's name and version, told by identify: "hearsay/0.1.0", say. At most 128 bytes.
    public var agentVersion: String
    /// The protocol family, told by identify. At most 128 bytes.
    public var protocolVersion = "ipfs/0.1.0"
    /// The protocols of which the program above accepts streams, in any order. The swarm's own (identify,
    /// ping, perf) are not listed here.
    public var inboundProtocols: [String] = []
    /// The sequence number of the first signed peer record; each change of our addresses counts it up. It
    /// must never go back between runs, so the program gives the Unix time, say. `nil` (the default) sends no
    /// record.
    public var recordSequenceNumber: UInt64?
    /// Whether `/perf/1.0.0` is served: one stream per connection, and only as fast as the peer reads.
    /// Default false.
    public var servesPerf = false

    /// The limits and times of each connection.
    public var connection = ConnectionConfiguration()
    /// The limits over all connections.
    public var limits = SwarmLimits()

    /// How many dials run at a time; further ones wait their turn. Default 16.
    public var dialConcurrency = 16
    /// The wait after the first failed dial of an address that is kept; it doubles with each failure. Default
    /// 500 ms.
    public var initialDialBackoff: Interval = .milliseconds(500)
    /// The longest wait between two dials of an address that is kept. Default 30 s.
    public var maximumDialBackoff: Interval = .seconds(30)

    /// The time between two pings of a connection; `nil` for none. Default 15 s.
    public var pingInterval: Interval? = .seconds(15)
    /// An exchange of identify or ping that takes longer is reset. Default 20 s.
    public var builtInTimeout: Interval = .seconds(20)
    /// A connection on which the program has had no stream for so long is closed, unless its peer is
    /// protected or kept; `nil` (the default) keeps every connection, as a chat wants it.
    public var idleTimeout: Interval? = nil

    /// The defaults.
    ///
    /// - Parameter agentVersion: The program's name and version.
    public init(agentVersion: String) {
        self.agentVersion = agentVersion
    }
}
