/// What a finished handshake leaves: the channel and what is known about its other end.
public struct NoiseSession {
    /// Encrypts and decrypts from now on. Its outbound begins with what the handshake had still to send.
    public var transport: NoiseTransport

    /// The key that the peer proved to own.
    public let remotePublicKey: PublicKey

    /// The id of that key; the one that was dialled, if one was given.
    public let remotePeerID: PeerID

    /// The muxer that both sides settled on in the handshake; nil when multistream-select has to be spoken
    /// for it.
    public let muxer: String?
}
