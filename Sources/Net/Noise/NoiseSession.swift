/// What a finished handshake leaves: the channel and what is known about its other end.
package struct NoiseSession {
    /// Encrypts and decrypts from now on. Its outbound begins with what the handshake had still to send.
    package var transport: NoiseTransport

    /// The key that the peer proved to own.
    package let remotePublicKey: PublicKey

    /// The id of that key; the one that was dialled, if one was given.
    package let remotePeerID: PeerID

    /// The muxer that was negotiated in the handshake; nil when multistream-select has to be spoken
    /// for it.
    package let muxer: String?
}
