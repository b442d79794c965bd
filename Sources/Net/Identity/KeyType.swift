/// The key types of libp2p (libp2p/specs, peer-ids).
enum KeyType {
    static let rsa: UInt64 = 0
    static let ed25519: UInt64 = 1
    static let secp256k1: UInt64 = 2
    static let ecdsa: UInt64 = 3

    static func name(of type: UInt64) -> String {
        switch type {
        case rsa: "RSA"
        case ed25519: "Ed25519"
        case secp256k1: "secp256k1"
        case ecdsa: "ECDSA"
        default: "number \(type)"
        }
    }
}
