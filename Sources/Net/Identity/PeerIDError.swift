/// Why bytes or text are not a peer id.
public enum PeerIDError: Error, Equatable, CustomStringConvertible {
    /// The text is neither base58btc nor the multibase text of a CID.
    case malformedText
    /// The bytes are not a multihash.
    case malformedMultihash
    /// The CID has another version than 1, or its content is no libp2p key.
    case notALibp2pKey
    /// A hash that no peer id has: neither SHA-256 nor identity.
    case unsupportedHash
    /// The digest has not the length that its hash gives.
    case wrongLength

    /// One line for the user.
    public var description: String {
        switch self {
        case .malformedText: "not a peer id: neither base58btc nor a CID"
        case .malformedMultihash: "not a peer id: not a multihash"
        case .notALibp2pKey: "not a peer id: the CID is not of a libp2p key"
        case .unsupportedHash: "not a peer id: an unsupported hash"
        case .wrongLength: "not a peer id: a digest of the wrong length"
        }
    }
}
