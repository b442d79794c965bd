/// What a peer said of itself by identify (libp2p specs, identify/README.md). Only the peer id is proved (by
/// Noise); the rest is the peer's claim, cut to the limits of `IdentifyLimits`.
public struct IdentifyInfo: Hashable, Sendable {
    /// The family of protocols, such as "ipfs/0.1.0"; may be empty.
    public var protocolVersion: String
    /// The program and its version, such as "hearsay/0.1.0"; may be empty. Remote text: make it printable
    /// before showing it.
    public var agentVersion: String
    /// Where the peer says it listens, without `/p2p`.
    public var listenAddresses: [Multiaddr]
    /// The protocols the peer accepts streams for.
    public var protocols: [String]
    /// Our address as the peer sees it, if it told.
    public var observedAddress: Multiaddr?

    /// A description of a peer.
    public init(
        protocolVersion: String,
        agentVersion: String,
        listenAddresses: [Multiaddr],
        protocols: [String],
        observedAddress: Multiaddr?
    ) {
        self.protocolVersion = protocolVersion
        self.agentVersion = agentVersion
        self.listenAddresses = listenAddresses
        self.protocols = protocols
        self.observedAddress = observedAddress
    }
}
