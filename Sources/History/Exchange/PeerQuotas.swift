import HearsayCollections
import Net

/// How much each peer has brought in the hour: what is invented costs whoever sends it the rest of its hour.
struct PeerQuotas {
    private struct Account {
        var hour: Int64
        var messages: Int
        var bytes: Int
    }

    private let limits: HistoryLimits
    private var accounts: BoundedMap<PeerID, Account>

    init(_ limits: HistoryLimits) {
        self.limits = limits
        accounts = BoundedMap(limit: limits.countedPeers)
    }

    /// Counts a message; returns whether the peer may bring it.
    mutating func count(_ peer: PeerID, byteCount: Int, now: Instant) -> Bool {
        let hour = now.nanoseconds / (3_600 * 1_000_000_000)
        var account = accounts[peer] ?? Account(hour: hour, messages: 0, bytes: 0)
        if account.hour != hour { account = Account(hour: hour, messages: 0, bytes: 0) }
        account.messages += 1
        account.bytes += byteCount
        accounts.set(account, for: peer)
        return account.messages <= limits.messagesPerPeer && account.bytes <= limits.bytesPerPeer
    }
}
