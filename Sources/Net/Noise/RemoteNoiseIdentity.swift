/// Whom the other end of a secure channel has proved to be, by its identity key's signature of the channel's
/// static key (libp2p/specs, noise, "Static Key Authentication").
struct RemoteNoiseIdentity {
    /// The key that the peer proved to own.
    let publicKey: PublicKey

    /// The id of that key.
    let peerID: PeerID

    /// Verifies the peer's payload.
    ///
    /// Throws `identityKey`, `invalidSignature` or `identityMismatch`.
    ///
    /// - Parameters:
    ///   - payload: What came in the handshake.
    ///   - staticKey: The peer's static key in the same handshake.
    ///   - expectedPeer: The peer that was dialled; nil when any will do.
    init(
        verifying payload: NoisePayload,
        staticKey: [UInt8],
        expectedPeer: PeerID?
    ) throws(NoiseError) {
        do throws(KeyError) {
            publicKey = try PublicKey(protobuf: payload.identityKey[...])
        } catch {
            throw .identityKey(error)
        }
        let signed = NoisePayload.signaturePrefix + staticKey
        guard publicKey.isValid(signature: payload.signature[...], for: signed) else {
            throw .invalidSignature
        }
        peerID = PeerID(publicKey: publicKey)
        if let expectedPeer, expectedPeer != peerID {
            throw .identityMismatch(expected: expectedPeer, proved: peerID)
        }
    }
}
