import Net
import PubSub

/// What the user, or the command line, has told to dial.
struct DialList {
    private(set) var addresses: [Multiaddr] = []

    /// Dials an address, now and whenever the connection is lost.
    mutating func dial(_ address: Multiaddr, _ pubsub: inout PubSub, now: Instant) {
        if !addresses.contains(address) { addresses.append(address) }
        pubsub.dial(address, keep: true, now: now)
    }

    /// Closes every connection with a peer, and dials it no longer.
    mutating func disconnect(_ peer: PeerID, _ pubsub: inout PubSub, now: Instant) throws(CommandError) {
        let connected = pubsub.connections.filter { $0.peer == peer }.map { $0.address.withoutPeerID }
        guard !connected.isEmpty else { throw CommandError(message: "\(peer.description) is not connected") }
        func leadsToPeer(_ address: Multiaddr) -> Bool {
            address.peerID == peer || connected.contains(address.withoutPeerID)
        }
        for address in addresses where leadsToPeer(address) { pubsub.forget(address) }
        addresses.removeAll(where: leadsToPeer)
        pubsub.disconnect(peer, now: now)
    }

    /// What is told of a failed dial; nil where it is that of a recommended peer, which is not reported.
    func failure(
        of address: Multiaddr,
        reason: String,
        _ pubsub: borrowing PubSub,
        now: Instant
    ) -> ChatEvent? {
        guard addresses.contains(address) else { return nil }
        let next = pubsub.pendingDials.first { $0.address == address }?.next
        return .dialFailed(address: address, reason: reason, retry: next.map { max(.zero, $0 - now) })
    }
}
