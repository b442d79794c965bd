/// A Diffie-Hellman key pair on Curve25519.
package struct X25519KeyPair: Sendable {
    package let privateKey: [UInt8]
    package let publicKey: [UInt8]

    /// The pair of a private key: exactly 32 secret bytes.
    package init(privateKey: [UInt8]) {
        self.privateKey = privateKey
        publicKey = X25519.publicKey(of: privateKey)
    }
}
