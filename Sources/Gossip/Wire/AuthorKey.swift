import Net

/// The key that an author's messages are checked with (specs `pubsub/README.md`, "Message signing").
enum AuthorKey: Equatable {
    case known(PublicKey)
    /// It is the author's, but of a kind or size that cannot be checked here: secp256k1, other curves, RSA
    /// beyond 8192 bits.
    case unsupported
    /// Neither the peer id nor the message contains it, or the key that came along is another one.
    case missing

    /// Looks for the key of `author`.
    ///
    /// - Parameter key: The field `key` of the message, which is needed where the peer id is a hash.
    init(of author: PeerID, attached key: ArraySlice<UInt8>?) {
        if let key, !key.isEmpty {
            self = Self.isKey(key, of: author) ? Self.read(key) : .missing
        } else if author.bytes[0] == Multihash.identity {
            // One byte for the hash's code and one for the length, which is at most 42.
            self = Self.read(author.bytes[2...])
        } else {
            self = .missing
        }
    }

    /// Whether the author's peer id is made of that key, whatever kind it is.
    private static func isKey(_ key: ArraySlice<UInt8>, of author: PeerID) -> Bool {
        let hash =
            key.count <= PeerID.maximumEmbeddedKeyBytes
            ? Multihash(code: Multihash.identity, digest: Array(key))
            : Multihash(code: Multihash.sha256, digest: SHA256.hash(key))
        return hash.bytes == author.bytes
    }

    private static func read(_ bytes: ArraySlice<UInt8>) -> AuthorKey {
        guard bytes.count <= PublicKey.maximumProtobufBytes else { return .unsupported }
        do {
            return .known(try PublicKey(protobuf: bytes))
        } catch {
            switch error {
            case .unsupportedType, .unsupportedParameters: return .unsupported
            default: return .missing
            }
        }
    }
}
