import Net

extension SwarmEvent {
    /// What the user is told of it as it is; nil for nothing, or for what else has to be known.
    ///
    /// - Parameter isRunning: Whether the node runs, and is not about to close.
    func chatEvent(_ configuration: NodeConfiguration, isRunning: Bool) -> ChatEvent? {
        let localPeer = configuration.identity.peerID
        switch self {
        case .listening(_, let address): return .listening(address: address.withPeerID(localPeer))
        case .listenFailed(_, let address, let error):
            guard !configuration.areListenAddressesDefault else { return nil }
            return .error("cannot listen on \(address.description): \(error.explanation)")
        case .listenerClosed(_, let address, let error):
            let reason = error?.explanation ?? (isRunning ? "closed on request" : "shutting down")
            return .listenerClosed(address: address.withPeerID(localPeer), reason: reason)
        case .connected(let peer, _, let address, let direction):
            return .connected(peer: peer, address: address.withPeerID(peer), direction: direction)
        case .disconnected(let peer, let reason):
            return .disconnected(peer: peer, reason: reason.description)
        case .identified(let peer, let information):
            return .identified(peer: peer, agent: information.agentVersion)
        case .roundTrip(let peer, let interval): return .roundTrip(peer: peer, interval: interval)
        case .dialFailed, .carrierChanged, .stream: return nil
        }
    }
}
