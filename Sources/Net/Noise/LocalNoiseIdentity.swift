/// What we show on all our secure channels: a static key, and our identity key's signature of it.
///
/// Made once, so that no handshake has to sign. `RemoteNoiseIdentity` is the other end's, verified.
package struct LocalNoiseIdentity: Sendable {
    /// The length of a static private key, in bytes.
    package static let staticKeyBytes = 32

    let peerID: PeerID
    let staticKey: X25519KeyPair
    private let identityKey: [UInt8]
    private let signature: [UInt8]

    /// Signs the static key.
    ///
    /// - Parameters:
    ///   - keyPair: The identity.
    ///   - staticKey: 32 secret bytes, chosen anew each time the program starts, used for nothing else.
    package init(keyPair: KeyPair, staticKey: [UInt8]) {
        let pair = X25519KeyPair(privateKey: staticKey)
        peerID = keyPair.peerID
        self.staticKey = pair
        identityKey = keyPair.publicKey.protobuf
        signature = keyPair.sign(NoisePayload.signaturePrefix + pair.publicKey)
    }

    func payload(muxers: [String]) -> [UInt8] {
        NoisePayload(identityKey: identityKey, signature: signature, muxers: muxers).bytes
    }
}
