/// What a `PeerHost` offers and tolerates.
public struct HostConfiguration: Sendable {
    /// The protocols whose streams are accepted, beside the swarm's own (identify, ping, perf).
    public var protocols: [HostProtocol]
    /// Everything about connections. Its `inboundProtocols` are set by `protocols`.
    public var swarm: SwarmConfiguration

    /// The most bytes that wait to be sent on one stream; one that is given more is reset. Default 4 MiB.
    public var maximumBacklogBytes = 4 << 20
    /// A stream that the peer opened is not read while more bytes than this wait to be sent on it, so that an
    /// echo never collects. Default 64 KiB.
    public var readPauseBytes = 64 << 10
    /// The longest response that is accepted, in bytes. Default 1 MiB.
    public var maximumResponseBytes = 1 << 20
    /// How long a request may take until its response is there, on either side. Default 20 s.
    public var requestTimeout: Interval = .seconds(20)

    /// The defaults, with these protocols.
    ///
    /// - Parameters:
    ///   - agentVersion: The program's name and version, told to every peer: "echo/1.0", say.
    ///   - protocols: The protocols whose streams are accepted.
    public init(agentVersion: String, protocols: [HostProtocol] = []) {
        self.protocols = protocols
        swarm = SwarmConfiguration(agentVersion: agentVersion)
    }

    func framing(of name: String?) -> HostProtocol.Framing {
        protocols.first { $0.name == name }?.framing ?? .bytes
    }
}
