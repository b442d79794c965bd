import Net

typealias PeerSlot = Slot<PeerID>
typealias TopicSlot = Slot<TopicName>

/// What the router knows of one connected peer.
struct PeerState {
    let id: PeerID
    let version: GossipProtocol
    let direction: Direction
    let address: AddressGroup?
    let isDirect: Bool
    var topics = SlotSet<TopicName>()
    /// Of `topics`, those that are neither joined nor configured here: the ones that count against the limit.
    var foreignTopicCount = 0
    var queue = OutboundQueue()
    var score = PeerScore()
    var quota = HeartbeatQuota()
    var extensions = ExtensionState.awaitingFirstMessage
    /// Messages the peer has declined by IDONTWANT, with the heartbeat at which that ends.
    var declined: [MessageID: UInt64] = [:]
    /// How often the peer was sent a message it asked for.
    var served: [MessageID: UInt8] = [:]
    /// Messages received from the peer that no broken promise was set against yet; stays at a small maximum.
    var goodwill: UInt8 = 0
    /// Whether the driver was asked to close the connection; nothing is heeded from the peer any more.
    var isGivenUp = false
    /// The peer's signed record, as it came; empty when there is none.
    var signedRecord: [UInt8] = []

    var isOutbound: Bool { direction == .outbound }
}
