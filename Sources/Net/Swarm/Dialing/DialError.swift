/// Why a dial failed.
public enum DialError: Error, Equatable, Sendable {
    /// The socket could not be connected, or broke during the handshake.
    case transport(TransportError)
    /// The peer proved another identity than the address names. Nothing was sent to it beyond the handshake.
    case identityMismatch(expected: PeerID, actual: PeerID)
    /// The address leads back to ourselves.
    case selfDial
    /// The handshake failed: the peer speaks something else, or wrongly.
    case handshake(ConnectionError)
    /// A limit on connections forbids it just now.
    case limitReached(ConnectionLimit)
    /// The address has no host or TCP port that could be dialled.
    case unsupportedAddress
    /// The dial was abandoned at our request.
    case cancelled
}

extension DialError: CustomStringConvertible {
    /// The reason in one line.
    public var description: String {
        switch self {
        case .transport(let error): error.explanation
        case .identityMismatch(let expected, let actual):
            "identity mismatch: expected \(expected.description), the peer proved \(actual.description)"
        case .selfDial: "self-dial: the address leads back to this peer"
        case .handshake(let error): error.description
        case .limitReached(let limit): limit.description
        case .unsupportedAddress: "unsupported address: no host and TCP port to dial"
        case .cancelled: "dial cancelled"
        }
    }
}
