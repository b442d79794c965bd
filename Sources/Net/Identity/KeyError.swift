/// Why bytes are not a key that can be used.
public enum KeyError: Error, Equatable, CustomStringConvertible {
    /// Not a protobuf message of the two fields in canonical form.
    case malformed
    /// A key type that exists but is not supported: 0 RSA, 2 secp256k1, 3 ECDSA.
    case unsupportedType(UInt64)
    /// The key has not the length of its type.
    case wrongLength
    /// The private key carries a public key that is not its own: the file is damaged.
    case mismatchedPublicKey

    /// One line for the user.
    public var description: String {
        switch self {
        case .malformed: "not a libp2p key"
        case .unsupportedType(let type): "unsupported key type: \(KeyType.name(of: type))"
        case .wrongLength: "a key of the wrong length"
        case .mismatchedPublicKey: "the private and the public half do not belong together"
        }
    }
}
