/// An Ed25519 identity: what a peer signs with.
///
/// See libp2p/specs, peer-ids, "Keys".
public struct KeyPair: Sendable {
    /// The length of a seed, in bytes.
    public static let seedBytes = 32

    /// The public half.
    public let publicKey: PublicKey

    /// The peer id that belongs to the public half.
    public let peerID: PeerID

    /// The seed and the public key, 64 bytes.
    private let privateKey: [UInt8]

    /// The key pair of a seed (RFC 8032, section 5.1.5).
    ///
    /// - Parameter seed: Exactly 32 secret bytes from the system's entropy.
    public init(seed: [UInt8]) {
        self.init(seed: seed[...])
    }

    /// Reads libp2p's private-key form: 64 bytes, the seed and the public key, or the old form of 96 bytes,
    /// which has the public key twice.
    ///
    /// - Throws: `malformed`, `unsupportedType`, `wrongLength`, or `mismatchedPublicKey` when the public key
    ///   is not that of the seed.
    public init(privateKeyProtobuf bytes: [UInt8]) throws(KeyError) {
        let message = try KeyMessage(bytes: bytes[...])
        guard message.type == KeyType.ed25519 else { throw .unsupportedType(message.type) }
        let data = Array(message.data)
        guard data.count == 64 || data.count == 96 else { throw .wrongLength }
        self.init(seed: data[..<Self.seedBytes])
        let publicHalf = publicKey.data[...]
        guard data[32..<64] == publicHalf, data.count == 64 || data[64...] == publicHalf else {
            throw .mismatchedPublicKey
        }
    }

    /// The form of 64 bytes, in its protobuf message.
    public var privateKeyProtobuf: [UInt8] {
        KeyMessage(type: KeyType.ed25519, data: privateKey[...]).bytes
    }

    /// The signature of `message`, 64 bytes.
    public func sign(_ message: ArraySlice<UInt8>) -> [UInt8] {
        BoringSSL.ed25519Signature(of: message, privateKey: privateKey)
    }

    /// The signature of `message`, 64 bytes.
    public func sign(_ message: [UInt8]) -> [UInt8] {
        sign(message[...])
    }

    private init(seed: ArraySlice<UInt8>) {
        let (publicBytes, privateBytes) = BoringSSL.ed25519KeyPair(seed: seed)
        privateKey = privateBytes
        publicKey = PublicKey(derivedEd25519: publicBytes)
        peerID = PeerID(publicKey: publicKey)
    }
}
