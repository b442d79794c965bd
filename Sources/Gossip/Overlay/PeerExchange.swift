import Net

/// Which peers a PRUNE recommends, and whose recommendations are followed (specs `gossipsub-v1.1.md`, "PRUNE
/// and Peer Exchange").
struct PeerExchange {
    private let localPeer: PeerID
    private let isOffering: Bool
    private let maximumExchangedPeers: Int
    private let maximumRecordBytes: Int
    private let outboundControlBytes: Int
    /// The peers' signed records, as they came; empty when there is none.
    private var records = SlotMap<PeerID, [UInt8]>(vacant: [])

    init(_ configuration: GossipConfiguration, localPeer: PeerID) {
        self.localPeer = localPeer
        isOffering = configuration.gossip.exchangesPeers
        maximumExchangedPeers = configuration.limits.maximumExchangedPeers
        maximumRecordBytes = configuration.limits.maximumRecordBytes
        outboundControlBytes = configuration.limits.outboundControlBytes
    }

    /// A peer's signed record has come. One that is too long is not kept.
    mutating func receiveRecord(_ envelope: [UInt8], of slot: PeerSlot) {
        if envelope.count <= maximumRecordBytes { records[slot] = envelope }
    }

    mutating func remove(_ slot: PeerSlot) {
        records.remove(slot)
    }

    /// The subscribers that may be recommended to a peer: others whose records we know.
    func candidates(among subscribers: SlotSet<PeerID>, for slot: PeerSlot) -> [PeerSlot] {
        isOffering ? subscribers.elements.filter { $0 != slot && !records[$0].isEmpty } : []
    }

    /// The peers that a PRUNE recommends: random ones of the candidates with a good score.
    @inline(never)
    func offer(_ candidates: [PeerSlot], peers: PeerTable, using random: inout SeededRandom)
        -> [ExchangedPeer]
    {
        var candidates = candidates
        random.shuffle(&candidates)
        var exchanged: [ExchangedPeer] = []
        // All of them together have to fit one RPC's control part, beside whatever else it carries.
        var room = outboundControlBytes / 2
        for candidate in candidates.prefix(maximumExchangedPeers) {
            let peer = peers[candidate].id
            room -= peer.bytes.count + records[candidate].count + 16
            guard room >= 0 else { break }
            exchanged.append(ExchangedPeer(peer: peer.bytes[...], signedRecord: records[candidate][...]))
        }
        return exchanged
    }

    /// The recommended peers to connect to. Only those are believed whose signed record is their own.
    func accept(_ exchanged: [ExchangedPeer], peers: PeerTable) -> [(peer: PeerID, record: [UInt8])] {
        exchanged.prefix(maximumExchangedPeers).compactMap { entry in
            guard !entry.signedRecord.isEmpty, entry.signedRecord.count <= maximumRecordBytes,
                let peer = recordedPeer(entry), peer != localPeer, !peers.contains(peer)
            else { return nil }
            return (peer: peer, record: Array(entry.signedRecord))
        }
    }

    /// The peer of an entry whose signed record is valid and its own.
    private func recordedPeer(_ entry: ExchangedPeer) -> PeerID? {
        do {
            let record = try PeerRecord(envelope: entry.signedRecord)
            return entry.peer.elementsEqual(record.peerID.bytes) ? record.peerID : nil
        } catch {
            return nil
        }
    }
}
