import Net

/// Peer exchange on PRUNE (specs `gossipsub-v1.1.md`, "PRUNE and Peer Exchange"), and direct peers.
extension GossipRouter {
    /// The peers a PRUNE recommends: random good subscribers whose signed records we know.
    mutating func peersToExchange(_ topic: TopicSlot, except slot: PeerSlot) -> [ExchangedPeer] {
        guard configuration.gossip.exchangesPeers else { return [] }
        var candidates = topics[topic].subscribers.elements.filter {
            $0 != slot && !peers[$0].signedRecord.isEmpty && score($0) >= 0
        }
        random.shuffle(&candidates)
        var exchanged: [ExchangedPeer] = []
        // All of them together have to fit one RPC's control part, beside whatever else it carries.
        var room = configuration.limits.outboundControlBytes / 2
        for candidate in candidates.prefix(configuration.limits.maximumExchangedPeers) {
            let peer = peers[candidate]
            room -= peer.id.bytes.count + peer.signedRecord.count + 16
            guard room >= 0 else { break }
            exchanged.append(ExchangedPeer(peer: peer.id.bytes[...], signedRecord: peer.signedRecord[...]))
        }
        return exchanged
    }

    /// A PRUNE has recommended peers. Only those are believed whose signed record is their own, and only from a peer that
    /// has earned it: otherwise a few attackers could fill everybody's connections with themselves.
    mutating func receiveExchangedPeers(_ exchanged: [ExchangedPeer], from slot: PeerSlot) {
        let limits = configuration.limits
        guard score(slot) >= configuration.thresholds.acceptExchange else { return }
        for entry in exchanged.prefix(limits.maximumExchangedPeers) {
            guard !entry.signedRecord.isEmpty, entry.signedRecord.count <= limits.maximumRecordBytes,
                let peer = recordedPeer(entry), peer != localPeer, peers.slot(of: peer) == nil
            else { continue }
            outputs.append(.connect(peer, signedRecord: Array(entry.signedRecord)))
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

    /// Asks for the direct peers that are not connected.
    mutating func reconnectDirectPeers() {
        let ticks = UInt64(max(1, configuration.gossip.directReconnectTicks))
        // At the first heartbeat too, in case the driver has not dialled them yet.
        guard !directPeers.isEmpty, heartbeatCount % ticks == 1 % ticks else { return }
        for peer in directPeers where peers.slot(of: peer) == nil && peer != localPeer {
            outputs.append(.reconnect(peer))
        }
    }
}
