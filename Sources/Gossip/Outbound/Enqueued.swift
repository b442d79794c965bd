/// The result of queueing something for a peer.
enum Enqueued: Equatable {
    case waiting
    /// The peer does not want the message.
    case declined
    /// The peer does not read, and too much waits for it already.
    case dropped
    /// It waits, but the peer has not read for so long that it may not keep its connection: to drop
    /// subscriptions and control entries would leave the two sides at odds.
    case overfull
}
