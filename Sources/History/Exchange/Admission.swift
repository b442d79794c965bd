import Gossip
import Net

/// Whose messages are taken, and which: what a peer brings is counted, and its signature checked.
struct Admission {
    /// How signatures are checked; nil for the identity keys of the authors.
    private let authenticator: MessageAuthenticator?
    private var quotas: PeerQuotas
    /// Those who have violated the protocol since they connected.
    private var dropped: Set<PeerID> = []

    init(authenticator: MessageAuthenticator?, limits: HistoryLimits) {
        self.authenticator = authenticator
        quotas = PeerQuotas(limits)
    }

    /// Whether there is history with a peer.
    func admits(_ peer: PeerID) -> Bool { !dropped.contains(peer) }

    /// The peer has violated the protocol.
    mutating func drop(_ peer: PeerID) { dropped.insert(peer) }

    /// The last connection of a peer is gone.
    mutating func receiveDisconnection(_ peer: PeerID) { dropped.remove(peer) }

    /// The record of a message that a peer has brought for a room.
    ///
    /// - Throws: `excess` or `invalidMessage`.
    mutating func record(
        _ bytes: [UInt8],
        from peer: PeerID,
        _ room: HistoryRoom,
        now: Instant
    ) throws(HistoryViolation) -> HistoryRecord {
        guard quotas.count(peer, byteCount: bytes.count, now: now) else { throw .excess }
        do throws(SignedGossipMessage.Failure) {
            let message = try read(bytes)
            guard message.topic == room.topic, let record = HistoryRecord(message, time: room.time) else {
                throw .incomplete
            }
            return record
        } catch {
            throw .invalidMessage
        }
    }

    private func read(_ bytes: [UInt8]) throws(SignedGossipMessage.Failure) -> SignedGossipMessage {
        guard let authenticator else { return try SignedGossipMessage(checking: bytes) }
        return try SignedGossipMessage(checking: bytes, by: authenticator)
    }
}
