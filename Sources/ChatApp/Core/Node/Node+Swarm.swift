import Gossip
import Net

/// What the swarm tells.
extension Node {
    func receive(_ event: SwarmEvent, now: Instant) {
        switch event {
        case .listening(let listener, let address):
            // Held back until every listener is settled, so this comes after `ready`.
            tell(.listening(address: address.withPeerID(localPeer)))
            settleListener(listener, isBound: true, now: now)
        case .listenFailed(let listener, let address, let error):
            if !configuration.areListenAddressesDefault {
                tell(.error("cannot listen on \(address.description): \(error.explanation)"))
            }
            settleListener(listener, isBound: false, now: now)
        case .listenerClosed(_, let address, let error):
            tell(
                .listenerClosed(
                    address: address.withPeerID(localPeer),
                    reason: error?.explanation ?? (closing.isRunning ? "closed on request" : "shutting down")
                )
            )
        case .connected(let peer, _, let address, let direction):
            tell(.connected(peer: peer, address: address.withPeerID(peer), direction: direction))
            streams.receiveConnected(peer, address: address, direction: direction, now: now)
        case .disconnected(let peer, let reason):
            streams.receiveDisconnected(peer, router: &router, now: now)
            for room in rooms.rooms(of: peer) { receiveLeave(peer, room) }
            tell(.disconnected(peer: peer, reason: reason.description))
        case .dialFailed(let address, let error):
            // Where a recommendation leads is nobody's business here.
            guard dialled.contains(address) else { return }
            tell(.dialFailed(address: address, reason: error.description))
        case .identified(let peer, let information):
            passRecord(of: peer)
            tell(.identified(peer: peer, agent: information.agentVersion))
        case .roundTrip(let peer, let interval): tell(.roundTrip(peer: peer, interval: interval))
        case .streamOpened, .streamRefused, .streamReadable, .streamWritable, .streamEnded, .streamClosed,
            .streamReset:
            receiveStream(event, now: now)
        }
    }

    private func receiveStream(_ event: SwarmEvent, now: Instant) {
        switch event {
        case .streamOpened(let stream, let peer, let identifier, let direction):
            streams.receiveOpened(stream, peer, protocol: identifier, direction, router: &router, now: now)
            passRecord(of: peer)
        case .streamRefused(let stream, _): streams.receiveRefused(stream)
        case .streamReadable(let stream): streams.receiveReadable(stream, now: now)
        case .streamWritable(let stream): streams.receiveWritable(stream, router: &router, now: now)
        case .streamEnded(let stream): streams.receiveEnded(stream, now: now)
        case .streamClosed(let stream), .streamReset(let stream):
            streams.receiveGone(stream, router: &router, now: now)
        case .listening, .listenFailed, .listenerClosed, .connected, .disconnected, .dialFailed, .identified,
            .roundTrip:
            break
        }
    }
}
