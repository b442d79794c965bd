import Net

/// A message that waits for the application's validation.
struct PendingValidation {
    let message: GossipMessage
    let cached: CachedMessage
    /// The peers that have sent it meanwhile, the first one included: all are to blame if it is invalid.
    var senders: [PeerID]
    let expiry: Instant
}
