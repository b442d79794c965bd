extension ConnectionError: CustomStringConvertible {
    /// The reason in one line.
    public var description: String {
        switch self {
        case .multistream: "protocol negotiation failed: the other side is no libp2p peer, or a broken one"
        case .securityRefused: "the peer does not offer Noise"
        case .muxerRefused: "the peer does not offer Yamux"
        case .noise: "the secure channel failed: the peer broke the Noise protocol"
        case .yamux: "the peer broke the Yamux protocol"
        case .identityMismatch(let expected, let actual):
            "identity mismatch: expected \(expected.description), the peer proved \(actual.description)"
        case .selfDial: "self-dial: the address leads back to this peer"
        case .handshakeTimedOut: "the handshake did not end in time"
        case .stalled: "the peer stopped reading"
        case .unresponsive: "the peer stopped answering"
        case .truncated: "the connection was cut in the middle of a message"
        case .limitReached(let limit): limit.description
        }
    }
}
