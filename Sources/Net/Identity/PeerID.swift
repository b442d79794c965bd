/// Who a peer is: the multihash of its public key.
///
/// A key of at most 42 bytes in protobuf form is itself the identity digest, a longer one is hashed with
/// SHA-256 (libp2p/specs, peer-ids, "Peer IDs").
public struct PeerID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The longest key that stands in a peer id unhashed, in bytes.
    public static let maximumEmbeddedKeyBytes = 42

    /// The code of "libp2p-key" in the multicodec table, which a peer id in CID form carries.
    private static let libp2pKeyCodec: UInt64 = 0x72

    /// The longest text that is looked at, in characters.
    public static let maximumTextBytes = 128

    /// The multihash.
    public let bytes: [UInt8]

    /// The peer id of the owner of `publicKey`.
    public init(publicKey: PublicKey) {
        let key = publicKey.protobuf
        let hash =
            key.count <= Self.maximumEmbeddedKeyBytes
            ? Multihash(code: Multihash.identity, digest: key)
            : Multihash(code: Multihash.sha256, digest: SHA256.hash(key))
        bytes = hash.bytes
    }

    /// Reads a multihash.
    ///
    /// - Throws: `malformedMultihash`, `unsupportedHash` or `wrongLength`.
    public init(bytes: ArraySlice<UInt8>) throws(PeerIDError) {
        let hash: Multihash
        do {
            hash = try Multihash(bytes: bytes)
        } catch {
            throw .malformedMultihash
        }
        switch hash.code {
        case Multihash.identity:
            guard !hash.digest.isEmpty, hash.digest.count <= Self.maximumEmbeddedKeyBytes else {
                throw .wrongLength
            }
        case Multihash.sha256:
            guard hash.digest.count == SHA256.digestBytes else { throw .wrongLength }
        default:
            throw .unsupportedHash
        }
        self.bytes = Array(bytes)
    }

    /// Reads either text form: base58btc of the multihash (`12D3KooW...`, `Qm...`), or a CIDv1 of codec
    /// libp2p-key in any multibase (`bafzaa...`).
    ///
    /// - Throws: `malformedText`, `notALibp2pKey`, or what `init(bytes:)` throws.
    public init(text: String) throws(PeerIDError) {
        guard text.utf8.count <= Self.maximumTextBytes else { throw .malformedText }
        // The specification's rule: these two beginnings are a multihash in base58btc, everything else is a
        // CID.
        if text.begins(with: "1") || text.begins(with: "Qm") {
            guard let bytes = Base58.decode(text) else { throw .malformedText }
            try self.init(bytes: bytes[...])
            return
        }
        guard let cid = Multibase.decode(text) else { throw .malformedText }
        var rest = cid[...]
        let version: UInt64
        let codec: UInt64
        do {
            version = try Varint.take(from: &rest)
            codec = try Varint.take(from: &rest)
        } catch {
            throw .notALibp2pKey
        }
        guard version == 1, codec == Self.libp2pKeyCodec else { throw .notALibp2pKey }
        try self.init(bytes: rest)
    }

    /// The base58btc text, `12D3KooW...` for Ed25519.
    public var description: String { Base58.encode(bytes) }

    /// The last six characters of the text: enough to tell the peers of a room apart, not to trust one.
    public var shortDescription: String { String(description.suffix(6)) }

    /// The CIDv1 text in base32, `bafzaa...`.
    public var cidDescription: String {
        var cid: [UInt8] = [1]
        Varint.append(Self.libp2pKeyCodec, to: &cid)
        return "b" + Base32.encode(cid + bytes)
    }

    /// The public key, where the peer id contains it; nil when the id is a hash or the key is of no supported
    /// kind.
    public var embeddedPublicKey: PublicKey? {
        guard bytes[0] == Multihash.identity else { return nil }
        do {
            // One byte for the hash's code and one for the length, which is at most 42.
            return try PublicKey(protobuf: bytes[2...])
        } catch {
            return nil
        }
    }

    /// By the bytes of the multihash.
    public static func < (left: PeerID, right: PeerID) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}
