/// Why bytes are not a key that can be used.
public enum KeyError: Error, Equatable, CustomStringConvertible {
    /// Not a protobuf message of the two fields in canonical form.
    case malformed
    /// A key type that is not supported, by its number: 2 is secp256k1.
    case unsupportedType(UInt64)
    /// A key of a supported type, but not of a supported curve or length: ECDSA has to be on P-256, RSA has
    /// to have 2048 to 8192 bits.
    case unsupportedParameters
    /// The key has not the length of its type.
    case wrongLength
    /// The private key carries a public key that is not its own: the file is damaged.
    case mismatchedPublicKey

    /// One line for the user.
    public var description: String {
        switch self {
        case .malformed: "not a libp2p key"
        case .unsupportedType(let type): "unsupported key type: \(KeyType.name(of: type))"
        case .unsupportedParameters: "an unsupported key: ECDSA has to be on P-256, RSA of 2048 to 8192 bits"
        case .wrongLength: "a key of the wrong length"
        case .mismatchedPublicKey: "the private and the public half do not belong together"
        }
    }
}
