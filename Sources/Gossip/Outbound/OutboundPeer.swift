import Net

/// What waits for one connected peer, and what it does not want.
struct OutboundPeer {
    let id: PeerID
    var queue = OutboundQueue()
    /// Messages the peer has declined by IDONTWANT, with the last heartbeat at which that counts.
    private var declined: [MessageID: UInt64] = Dictionary()

    init(id: PeerID) {
        self.id = id
    }

    var declinedCount: Int { declined.count }

    func declines(_ id: MessageID) -> Bool {
        !declined.isEmpty && declined[id] != nil
    }

    mutating func decline(_ id: MessageID, until heartbeat: UInt64) {
        declined[id] = heartbeat
    }

    /// Forgets what was declined until an earlier heartbeat.
    mutating func receiveHeartbeat(_ heartbeat: UInt64) {
        if !declined.isEmpty { declined = declined.filter { $0.value >= heartbeat } }
    }

    /// The next RPC; nil when there is none, or the peer does not read. What the peer has declined meanwhile
    /// is left out and counted in `suppressed`.
    mutating func nextRPC(_ limits: GossipLimits, suppressed: inout UInt64) -> OutboundRPC? {
        guard queue.isListed, !queue.isCongested else { return nil }
        guard !declined.isEmpty else { return queue.next(limits: limits) { _ in false } }
        let declined = declined
        return queue.next(limits: limits) { id in
            let isDeclined = declined[id] != nil
            if isDeclined { suppressed += 1 }
            return isDeclined
        }
    }
}
