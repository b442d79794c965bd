/// Diffie-Hellman on Curve25519 (RFC 7748).
package enum X25519 {
    /// The length of keys and of the shared secret, in bytes.
    package static let keyBytes = 32

    /// The public key of a private key of 32 bytes.
    package static func publicKey(of privateKey: [UInt8]) -> [UInt8] {
        BoringSSL.x25519PublicKey(privateKey: privateKey)
    }

    /// The secret shared with the owner of `publicKey`.
    ///
    /// Nil when it is all zeros: the peer sent a point of low order, and the secret would be known to
    /// everybody (RFC 7748, section 6.1). Nil too when the key has another length.
    package static func sharedSecret(privateKey: [UInt8], publicKey: ArraySlice<UInt8>) -> [UInt8]? {
        BoringSSL.x25519SharedSecret(privateKey: privateKey, publicKey: publicKey)
    }
}
