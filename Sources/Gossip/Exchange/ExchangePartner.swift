/// A peer, as the exchange of ids and messages sees it.
struct ExchangePartner {
    var quota = HeartbeatQuota()
    /// How often the peer was sent a message it asked for.
    var served: [MessageID: UInt8] = Dictionary()
    /// Whether the peer comes back after a loss, and may lack all that we still hold, not only what is
    /// gossiped.
    var isReturning = false
    /// Messages received from the peer that no broken promise was set against yet; stays at a small maximum.
    var excusedPromises: UInt8 = 0
}
