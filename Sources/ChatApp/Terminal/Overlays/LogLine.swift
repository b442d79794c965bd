import ChatCore

/// What the terminal's log says of an event; the screen says the rest.
enum LogLine {
    /// One line; nil for what is no news of the network.
    static func text(for event: ChatEvent) -> String? {
        switch event {
        case .ready(let peer, let agent, let engine): "ready: \(peer.description) (\(agent), \(engine.name))"
        case .listening(let address): "listening on \(address.description)"
        case .listenerClosed(let address, let reason):
            "no longer listening on \(address.description): \(reason)"
        case .connected(let peer, let address, _):
            "connected to \(peer.description) at \(address.description)"
        case .disconnected(let peer, let reason): "disconnected from \(peer.description): \(reason)"
        case .dialFailed(let address, let reason, let retry):
            "cannot reach \(address.description): \(reason)"
                + (retry.map { "; again in \(Format.interval($0))" } ?? "")
        case .error(let text): "error: \(text)"
        case .closed(let reason): "closed: \(reason)"
        default: nil
        }
    }
}
