/// A peer's public identity key, which its peer id is derived from and which its signatures are checked with.
///
/// Our own keys are Ed25519; of peers, ECDSA on P-256 and RSA from 2048 to 8192 bits are checked too.
/// secp256k1 is not supported. See libp2p/specs, peer-ids.
public struct PublicKey: Hashable, Sendable {
    /// The kind of a key.
    public enum Kind: Hashable, Sendable {
        /// Ed25519 (RFC 8032), 32 bytes.
        case ed25519
        /// ECDSA on P-256 with SHA-256, a SubjectPublicKeyInfo in DER.
        case ecdsaP256
        /// RSA with PKCS #1 v1.5 signatures and SHA-256, a SubjectPublicKeyInfo in DER.
        case rsa
    }

    /// The longest protobuf form that is looked at, in bytes: an RSA key of 8192 bits has about 1060.
    public static let maximumProtobufBytes = 2048

    /// The lengths of RSA keys that are accepted, in bits: shorter ones can be broken, longer ones are there
    /// to cost time.
    public static let rsaModulusBits = 2048...8192

    /// What kind of key this is.
    public let kind: Kind

    /// The key in the form of its kind, without the protobuf message around it.
    public let data: [UInt8]

    /// An Ed25519 key.
    ///
    /// - Throws: `wrongLength` unless there are 32 bytes.
    public init(ed25519 bytes: ArraySlice<UInt8>) throws(KeyError) {
        guard bytes.count == 32 else { throw .wrongLength }
        kind = .ed25519
        data = Array(bytes)
    }

    /// The key that BoringSSL derived from a seed: its length is known.
    init(derivedEd25519 bytes: [UInt8]) {
        kind = .ed25519
        data = bytes
    }

    /// Reads the protobuf form, which has to be canonical.
    ///
    /// - Throws: `malformed`, `unsupportedType`, `unsupportedParameters` or `wrongLength`.
    public init(protobuf bytes: ArraySlice<UInt8>) throws(KeyError) {
        guard bytes.count <= Self.maximumProtobufBytes else { throw .wrongLength }
        let message = try KeyMessage(bytes: bytes)
        switch message.type {
        case KeyType.ed25519: try self.init(ed25519: message.data)
        case KeyType.ecdsa: try self.init(ecdsa: message.data)
        case KeyType.rsa: try self.init(rsa: message.data)
        default: throw .unsupportedType(message.type)
        }
    }

    /// The canonical protobuf form.
    public var protobuf: [UInt8] {
        let type =
            switch kind {
            case .ed25519: KeyType.ed25519
            case .ecdsaP256: KeyType.ecdsa
            case .rsa: KeyType.rsa
            }
        return KeyMessage(type: type, data: data[...]).bytes
    }

    /// Whether the owner of this key signed exactly `message`.
    public func isValid(signature: ArraySlice<UInt8>, for message: ArraySlice<UInt8>) -> Bool {
        switch kind {
        case .ed25519:
            return BoringSSL.isValidEd25519Signature(signature, of: message, publicKey: data[...])
        case .ecdsaP256:
            guard let point = SubjectPublicKeyInfo.p256Point(data[...]) else { return false }
            return BoringSSL.isValidP256Signature(signature, ofDigest: SHA256.hash(message), point: point)
        case .rsa:
            guard let key = SubjectPublicKeyInfo.rsaKey(data[...]) else { return false }
            return BoringSSL.isValidRSASignature(signature, ofDigest: SHA256.hash(message), key: key)
        }
    }

    /// Whether the owner of this key signed exactly `message`.
    public func isValid(signature: ArraySlice<UInt8>, for message: [UInt8]) -> Bool {
        isValid(signature: signature, for: message[...])
    }

    private init(ecdsa bytes: ArraySlice<UInt8>) throws(KeyError) {
        guard let point = SubjectPublicKeyInfo.p256Point(bytes) else { throw .unsupportedParameters }
        guard BoringSSL.isP256Key(point) else { throw .malformed }
        kind = .ecdsaP256
        data = Array(bytes)
    }

    private init(rsa bytes: ArraySlice<UInt8>) throws(KeyError) {
        guard let key = SubjectPublicKeyInfo.rsaKey(bytes) else { throw .unsupportedParameters }
        guard let bits = BoringSSL.rsaModulusBits(key) else { throw .malformed }
        guard Self.rsaModulusBits.contains(bits) else { throw .unsupportedParameters }
        kind = .rsa
        data = Array(bytes)
    }
}
