public import Net

/// How a router signs its messages and checks those of others.
///
/// A simulation of thousands of routers cannot afford an Ed25519 signature for each copy of each message; it takes the
/// stand-in, of the same size on the wire. Which one is used is settled by the program, never by a peer.
public enum MessageAuthenticator: Sendable {
    /// The signatures of the node's identity key, checked with the author's public key.
    case identity(KeyPair)
    /// A checksum in place of a signature: anybody can make it, so it is for simulations only.
    case checksum(PeerID)

    /// Whose messages are signed.
    public var peerID: PeerID {
        switch self {
        case .identity(let keyPair): return keyPair.peerID
        case .checksum(let peer): return peer
        }
    }
}
