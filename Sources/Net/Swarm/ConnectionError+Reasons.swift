extension DialError {
    /// The handshake's failure as a dial error.
    init(_ error: ConnectionError) {
        switch error {
        case .identityMismatch(let expected, let actual):
            self = .identityMismatch(expected: expected, actual: actual)
        case .selfDial: self = .selfDial
        case .limitReached(let limit): self = .limitReached(limit)
        case .multistream, .securityRefused, .muxerRefused, .noise, .yamux, .handshakeTimedOut, .stalled,
            .unresponsive,
            .truncated:
            self = .handshake(error)
        }
    }
}

extension DisconnectReason {
    /// The reason why a connection cannot go on. A peer that sends a go-away with a code of its own has not
    /// failed.
    init(_ error: ConnectionError) {
        if case .yamux(.terminatedByPeer) = error { self = .closedByPeer } else { self = .failed(error) }
    }
}
