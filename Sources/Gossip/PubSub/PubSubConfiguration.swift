public import Gossip
public import Net

/// What a `PubSub` is made of. It cannot be changed later.
public struct PubSubConfiguration: Sendable {
    /// The connections. The protocols of gossip are offered beside `inboundProtocols`, which are the
    /// program's own.
    public var swarm: SwarmConfiguration
    /// The router.
    public var gossip: GossipConfiguration

    /// A configuration from its parts.
    public init(swarm: SwarmConfiguration, gossip: GossipConfiguration = GossipConfiguration()) {
        self.swarm = swarm
        self.gossip = gossip
    }
}
