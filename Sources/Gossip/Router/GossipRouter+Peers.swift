public import Net

/// Peers come and go.
extension GossipRouter {
    /// The peer can be sent RPCs.
    ///
    /// A peer that is connected already is taken as gone and come again: its other stream is dead.
    ///
    /// - Parameters:
    ///   - peer: Whose stream it is.
    ///   - version: What was negotiated for the stream to the peer.
    ///   - direction: Who opened the connection. Of peers that we dialled a mesh keeps some (D_out).
    ///   - address: The peer's IP address, 4 or 16 bytes, for P6; empty when it is not known.
    ///   - now: The driver's time.
    public mutating func receivePeerConnected(
        _ peer: PeerID,
        version: GossipProtocol,
        direction: Direction,
        address: [UInt8],
        now: Instant
    ) {
        guard peer != localPeer else { return }
        if peers.slot(of: peer) != nil { receivePeerDisconnected(peer, now: now) }
        var group = AddressGroup(address)
        if let present = group, present.isLocal, configuration.scoring?.exemptsLocalAddresses ?? true {
            group = nil
        }
        var state = PeerState(
            id: peer,
            version: version,
            direction: direction,
            address: group,
            isDirect: directPeers.contains(peer)
        )
        if let score = retained.take(peer) { state.score = score }
        if let group { colocation.add(group) }
        let slot = peers.insert(state, for: peer)
        sendHello(to: slot)
    }

    /// The peer's stream or its connection is gone.
    public mutating func receivePeerDisconnected(_ peer: PeerID, now: Instant) {
        guard let slot = peers.slot(of: peer) else { return }
        for topic in peers[slot].topics.elements {
            removeSubscription(slot, topic, now: now)
        }
        var state = peers.remove(slot, key: peer)
        if let group = state.address { colocation.remove(group) }
        guard let parameters = configuration.scoring, !state.isDirect else { return }
        let topics = topics
        state.score.retire { topics[$0].configuration.scoring }
        // A good score has to be earned anew; a bad one waits here.
        if !state.score.isBlank {
            retained.keep(
                state.score,
                of: peer,
                until: now + parameters.retention,
                limit: configuration.limits.maximumRetainedScores
            )
        }
    }

    /// The driver says whether the peer keeps up with what it is sent. While it does not, what is meant for it waits in a
    /// bounded queue, and `pollOutput` has nothing for it.
    public mutating func receiveCongestion(_ peer: PeerID, isCongested: Bool, now: Instant) {
        guard let slot = peers.slot(of: peer) else { return }
        peers[slot].queue.isCongested = isCongested
        list(slot)
    }

    /// Identify has brought the peer's signed record: an envelope that peer exchange can pass on.
    ///
    /// Envelopes longer than `GossipLimits.maximumRecordBytes` and peers that are not connected are passed over.
    public mutating func receivePeerRecord(_ peer: PeerID, envelope: [UInt8]) {
        guard let slot = peers.slot(of: peer), envelope.count <= configuration.limits.maximumRecordBytes
        else {
            return
        }
        peers[slot].signedRecord = envelope
    }

    /// Sets what the application thinks of a connected peer (P5).
    public mutating func setApplicationScore(_ score: Double, of peer: PeerID) {
        guard let slot = peers.slot(of: peer) else { return }
        peers[slot].score.application = score
    }

    /// The first RPC of a stream: all our subscriptions, and our extensions where the peer can read them.
    private mutating func sendHello(to slot: PeerSlot) {
        for topic in joined {
            peers[slot].queue.appendPlain(RPCEncoder.subscription(topics[topic].name, isSubscribe: true))
        }
        if peers[slot].version >= .meshsub13 {
            peers[slot].queue.appendControl(RPCEncoder.extensions(localExtensions))
        }
        list(slot)
    }
}

extension GossipRouter {
    public mutating func receiveStreamRenewed(_ peer: PeerID, now: Instant) {
        guard let slot = peers.slot(of: peer) else { return }
        for topic in joined {
            peers[slot].queue.appendPlain(RPCEncoder.subscription(topics[topic].name, isSubscribe: true))
        }
        if peers[slot].version >= .meshsub13 {
            peers[slot].queue.appendControl(RPCEncoder.extensions(localExtensions))
        }
        list(slot)
        for topic in joined { if topics[topic].mesh.contains(slot) { peers[slot].queue.appendControl(RPCEncoder.graft(topics[topic].name)) } }
        for topic in joined { catchUp(slot, topic) }
    }
    public mutating func receiveInboundStreamRenewed(_ peer: PeerID, now: Instant) {
        guard let slot = peers.slot(of: peer) else { return }
        peers[slot].extensions = .awaitingFirstMessage
    }
    public var queuedMessageCount: Int { peers.slots.reduce(0) { $0 + peers[$1].queue.messageCount } }
}
