public import Net

/// What the router asks of its driver or tells the application.
public enum GossipOutput: Equatable, Sendable {
    /// Write one RPC to that peer: a protobuf without its length prefix.
    case send(PeerID, [UInt8])
    /// A message of a joined topic arrived, for the first time, and is valid. Messages published here do not
    /// come back, and messages of a topic with `ValidationMode.asynchronous` come as `validate` instead.
    case deliver(GossipMessage)
    /// A message of a topic with `ValidationMode.asynchronous` waits for `receiveValidation`, whose result
    /// says whether to show it. It is not forwarded before.
    case validate(GossipMessage)
    /// A message published here was handed to that many peers. Comes once per message: at once when a peer is
    /// there, otherwise when the first peer of the topic appears.
    case sent(MessageID, topic: String, peerCount: Int)
    /// The peer has subscribed to the topic.
    case subscribed(PeerID, topic: String)
    /// The peer has left the topic, or is gone.
    case unsubscribed(PeerID, topic: String)
    /// The peer is now a member of our mesh of the topic.
    case grafted(PeerID, topic: String)
    /// The peer is no longer a member of our mesh of the topic.
    case pruned(PeerID, topic: String)
    /// Peer exchange: another peer recommends this one. The signed peer record is checked and names its
    /// addresses.
    case connect(PeerID, signedRecord: [UInt8])
    /// A direct peer is not connected: dial it again.
    case reconnect(PeerID)
    /// The peer broke the protocol so badly that its connection should be closed.
    case disconnect(PeerID, GossipViolation)
}
