/// libp2p's secure channel from its first byte to the authenticated session (libp2p/specs, noise).
///
/// Send what `takeOutbound` returns, feed what arrives to `receive`, and take the outbound again after each
/// call until `finished` comes; the session's transport has the rest. The caller ends a handshake that takes
/// too long. A responder sends nothing of its own before the third message has been verified. What the three
/// messages are made of is in `HandshakeState`.
///
/// Muxers are negotiated on the way when both sides list theirs (libp2p/specs, connections, "inlined muxer
/// negotiation").
package struct NoiseHandshake {
    /// The protocol id that multistream-select agrees on.
    package static let protocolID = "/noise"

    /// The length of an ephemeral private key, in bytes.
    package static let ephemeralKeyBytes = 32

    private let role: NoiseRole
    private let muxers: [String]
    private let expectedPeer: PeerID?
    private let payload: [UInt8]
    private var handshake: HandshakeState
    private var records = NoiseRecordBuffer()
    private var outbound: [UInt8] = []

    /// The beginning of a handshake; the initiator has its first message to send at once.
    ///
    /// - Parameters:
    ///   - role: The initiator is who dialled.
    ///   - identity: Whom we prove to be, and the static key of this channel.
    ///   - ephemeralKey: 32 secret random bytes, used for this handshake alone.
    ///   - muxers: The muxers to negotiate early, in order of preference; empty to take no part in that.
    ///   - expectedPeer: The peer that was dialled, if it is known: the channel is refused to any other.
    package init(
        role: NoiseRole,
        identity: LocalNoiseIdentity,
        ephemeralKey: [UInt8],
        muxers: [String],
        expectedPeer: PeerID?
    ) {
        self.role = role
        self.muxers = muxers
        self.expectedPeer = expectedPeer
        payload = identity.payload(muxers: muxers)
        handshake = HandshakeState(
            role: role,
            staticKey: identity.staticKey,
            ephemeralKey: X25519KeyPair(privateKey: ephemeralKey)
        )
        if role == .initiator {
            do throws(NoiseError) {
                try writeMessage(payload: [])
            } catch {
                preconditionFailure("the first message holds one public key and needs no secret")
            }
        }
    }

    /// Takes the bytes that are to be sent.
    package mutating func takeOutbound() -> [UInt8] {
        let bytes = outbound
        outbound = []
        return bytes
    }

    /// Takes bytes from the peer, in pieces of any size.
    ///
    /// - Throws: Any `NoiseError`. A throw is final, and nothing more may be sent.
    package mutating func receive(_ bytes: ArraySlice<UInt8>) throws(NoiseError) -> NoiseProgress {
        var rest = bytes
        while let message = try records.next(from: &rest, validLengths: validMessageBytes) {
            let payload = try handshake.readMessage(message)
            switch handshake.messageIndex {
            case 1:
                // The first message has come, and the second answers it. Its payload is empty by its length:
                // nothing is encrypted yet, so extensions and early data are refused.
                try writeMessage(payload: self.payload)
            case 2:
                // The second message has come, and the third answers it.
                let (peer, muxer) = try verify(payload)
                try writeMessage(payload: self.payload)
                return .finished(session(peer, muxer), leftover: rest)
            default:
                let (peer, muxer) = try verify(payload)
                return .finished(session(peer, muxer), leftover: rest)
            }
        }
        return .handshaking
    }

    private func verify(_ bytes: [UInt8]) throws(NoiseError) -> (RemoteNoiseIdentity, muxer: String?) {
        let payload = try NoisePayload(bytes: bytes)
        let peer = try RemoteNoiseIdentity(
            verifying: payload,
            staticKey: handshake.remoteStaticKey,
            expectedPeer: expectedPeer
        )
        return (peer, try InlinedMuxer.choose(role, ours: muxers, theirs: payload.muxers))
    }

    private mutating func session(_ peer: RemoteNoiseIdentity, _ muxer: String?) -> NoiseSession {
        let (send, receive) = handshake.split()
        return NoiseSession(
            transport: NoiseTransport(send: send, receive: receive, outbound: takeOutbound()),
            remotePublicKey: peer.publicKey,
            remotePeerID: peer.peerID,
            muxer: muxer
        )
    }

    private mutating func writeMessage(payload: [UInt8]) throws(NoiseError) {
        let start = outbound.count
        outbound.append(contentsOf: [0, 0])
        try handshake.writeMessage(payload: payload[...], to: &outbound)
        NoiseRecordHeader.setLength(ofRecordAt: start, in: &outbound)
    }

    /// Checked on the length prefix alone, before anything waits for the message: the first message is one
    /// key, the second has two keys and two tags at least, the third a key and two tags.
    private var validMessageBytes: ClosedRange<Int> {
        switch handshake.messageIndex {
        case 0: X25519.keyBytes...X25519.keyBytes
        case 1: 2 * X25519.keyBytes + 2 * ChaChaPoly.tagBytes...NoiseRecordHeader.maximumMessageBytes
        default: X25519.keyBytes + 2 * ChaChaPoly.tagBytes...NoiseRecordHeader.maximumMessageBytes
        }
    }
}
