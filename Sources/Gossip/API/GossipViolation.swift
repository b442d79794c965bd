/// Why the router refuses a peer's RPC.
///
/// Every case is the peer's fault; the caller closes its connection.
public enum GossipViolation: Error, Hashable, Sendable {
    /// The RPC is not the protobuf it should be.
    case malformed
    /// The RPC is longer than `GossipLimits.maximumRPCBytes`.
    case oversizedRPC
    /// More subscription changes in one RPC than `GossipLimits.maximumSubscriptionsPerRPC`.
    case tooManySubscriptions
    /// More messages in one RPC than `GossipLimits.maximumMessagesPerRPC`.
    case tooManyMessages
    /// More control entries or message ids in one RPC than the limits allow.
    case tooManyControlEntries
    /// The peer has not read for so long that not even control entries can be kept for it.
    case unresponsive

    /// The reason in one line, for people.
    public var explanation: String {
        switch self {
        case .malformed: return "gossip: malformed RPC"
        case .oversizedRPC: return "gossip: RPC longer than the limit"
        case .tooManySubscriptions: return "gossip: too many subscription changes in one RPC"
        case .tooManyMessages: return "gossip: too many messages in one RPC"
        case .tooManyControlEntries: return "gossip: too many control entries in one RPC"
        case .unresponsive: return "gossip: the peer does not read"
        }
    }
}
