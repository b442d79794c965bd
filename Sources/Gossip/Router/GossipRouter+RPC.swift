public import Net

/// What comes from peers.
extension GossipRouter {
    /// Announcing extensions twice, or too late, counts so many behaviour penalties, as in go.
    private static var repeatedExtensionsPenalty: Double { 10 }

    /// An RPC of the peer, without its length prefix. The bytes may be a slice of a buffer that is reused afterwards:
    /// what is kept of them is copied.
    public mutating func receiveRPC(_ bytes: ArraySlice<UInt8>, from peer: PeerID, now: Instant) {
        guard let slot = peers.slot(of: peer), !peers[slot].isGivenUp else { return }
        counters.rpcsReceived += 1
        guard !isGraylisted(slot) else {
            counters.graylisted += 1
            return
        }
        let rpc: RPC
        do {
            rpc = try RPCDecoder.decode(bytes, limits: configuration.limits)
        } catch {
            penalize(peer, 1)
            giveUp(slot, error)
            return
        }
        receiveExtensions(rpc, from: slot)
        receiveSubscriptions(rpc.subscriptions, from: slot, now: now)
        for message in rpc.messages {
            receiveMessage(message, from: slot, now: now)
        }
        receiveControl(rpc.control, from: slot, now: now)
    }

    /// What we announce to peers of v1.3.
    var localExtensions: PeerExtensions {
        PeerExtensions(hasTestExtension: configuration.gossip.answersTestExtension)
    }

    private mutating func receiveExtensions(_ rpc: RPC, from slot: PeerSlot) {
        guard peers[slot].version >= .meshsub13 else { return }
        let announced = rpc.control.extensions
        if rpc.control.repeatsExtensions { penalize(peers[slot].id, Self.repeatedExtensionsPenalty) }
        switch peers[slot].extensions {
        case .awaitingFirstMessage:
            peers[slot].extensions = .settled(announced ?? .none)
            if let announced, announced.hasTestExtension, localExtensions.hasTestExtension {
                sendPlain(RPCEncoder.testExtension, to: slot)
            }
        case .settled:
            if announced != nil { penalize(peers[slot].id, Self.repeatedExtensionsPenalty) }
        }
    }

    private mutating func receiveControl(_ control: ControlMessage, from slot: PeerSlot, now: Instant) {
        guard peers[slot].version.hasMesh else { return }
        if !control.have.isEmpty { receiveHave(control.have, from: slot, now: now) }
        if !control.want.isEmpty { receiveWant(control.want, from: slot) }
        if !control.graft.isEmpty { receiveGraft(control.graft, from: slot, now: now) }
        if !control.prune.isEmpty { receivePrune(control.prune, from: slot, now: now) }
        if !control.dontWant.isEmpty { receiveDontWant(control.dontWant, from: slot) }
    }
}
