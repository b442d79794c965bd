public import Gossip
public import Net

/// The events of a `PubSub`, in the order in which they happened.
public enum PubSubEvent: Sendable {
    /// Something about listeners, connections and streams. The streams of gossip are not among them.
    case network(SwarmEvent)
    /// A connected peer has subscribed to the topic.
    case subscribed(PeerID, topic: String)
    /// A peer has left the topic, or is gone.
    case unsubscribed(PeerID, topic: String)
    /// A message of a joined topic arrived for the first time and is valid. Messages published here do not
    /// come back.
    case message(GossipMessage)
    /// A message of a topic with `ValidationMode.asynchronous` arrived: `PubSub.validate` says what becomes
    /// of it. Nothing else is said of it: where it is accepted, the program has it already.
    case validate(GossipMessage)
    /// A message published here was handed to that many peers. Comes once per message: at once when a peer is
    /// there, otherwise when the first peer of the topic appears.
    case sent(MessageID, topic: String, peerCount: Int)

    /// What of the router is the program's; nil for what is the network's.
    init?(_ output: GossipOutput) {
        switch output {
        case .validate(let message): self = .validate(message)
        case .deliver(let message): self = .message(message)
        case .sent(let id, let topic, let peerCount): self = .sent(id, topic: topic, peerCount: peerCount)
        case .subscribed(let peer, let topic): self = .subscribed(peer, topic: topic)
        case .unsubscribed(let peer, let topic): self = .unsubscribed(peer, topic: topic)
        case .send, .grafted, .pruned, .connect, .reconnect, .disconnect: return nil
        }
    }
}
