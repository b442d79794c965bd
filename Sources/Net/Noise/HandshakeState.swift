/// The handshake `Noise_XX_25519_ChaChaPoly_SHA256` (Noise revision 34, sections 5.3 and 7.5), without
/// libp2p's payloads.
///
/// The messages are `-> e`, `<- e, ee, s, es`, `-> s, se`. Call `writeMessage` and `readMessage` in turn, the
/// initiator writing first, then `split`. A message that cannot be read leaves the state as it was.
package struct HandshakeState {
    /// The full name, which every handshake hash begins with.
    package static let protocolName = "Noise_XX_25519_ChaChaPoly_SHA256"

    /// One of a peer's two keys.
    private enum Key {
        case ephemeral
        case `static`
    }

    /// What a message is made of.
    private enum Token {
        /// An ephemeral key.
        case e
        /// A static key.
        case s
        /// Diffie-Hellman of two keys: `ee`, `es` and `se` in the specification.
        case dh(initiator: Key, responder: Key)
    }

    /// How many messages the pattern has.
    package static let messageCount = 3

    private let role: NoiseRole
    private let staticKey: X25519KeyPair
    private let ephemeralKey: X25519KeyPair
    private var symmetric: SymmetricState
    private var remoteEphemeralKey: [UInt8] = []

    /// The peer's static key, 32 bytes; empty before the message that carries it was read.
    package private(set) var remoteStaticKey: [UInt8] = []

    /// How many messages were written and read.
    package private(set) var messageIndex = 0

    /// The beginning of a handshake.
    ///
    /// - Parameter ephemeralKey: A fresh key, used for this handshake alone.
    package init(
        role: NoiseRole,
        prologue: [UInt8] = [],
        staticKey: X25519KeyPair,
        ephemeralKey: X25519KeyPair
    ) {
        self.role = role
        self.staticKey = staticKey
        self.ephemeralKey = ephemeralKey
        symmetric = SymmetricState(protocolName: Self.protocolName)
        symmetric.mixHash(prologue[...])
    }

    /// Whether every message of the pattern has been written and read.
    package var isFinished: Bool { messageIndex == Self.messageCount }

    /// Whether the next message is ours to write.
    package var isOurTurn: Bool { !isFinished && (messageIndex % 2 == 0) == (role == .initiator) }

    /// `h`: the same on both sides, and on no other channel (section 11.2, channel binding).
    package var handshakeHash: [UInt8] { symmetric.handshakeHash }

    /// Appends the next message with `payload` to `message`.
    ///
    /// - Throws: `unusableKey`.
    package mutating func writeMessage(
        payload: ArraySlice<UInt8>,
        to message: inout [UInt8]
    ) throws(NoiseError) {
        precondition(isOurTurn, "the caller alternates writing and reading")
        for token in Self.pattern(messageIndex) {
            switch token {
            case .e:
                message.append(contentsOf: ephemeralKey.publicKey)
                symmetric.mixHash(ephemeralKey.publicKey[...])
            case .s:
                try symmetric.encryptAndHash(staticKey.publicKey[...], to: &message)
            case .dh(let initiatorKey, let responderKey):
                try mixSharedSecret(initiatorKey, responderKey)
            }
        }
        try symmetric.encryptAndHash(payload, to: &message)
        messageIndex += 1
    }

    /// Reads the next message and returns its payload.
    ///
    /// - Throws: `invalidRecordLength`, `unusableKey` or `decryptionFailed`; the state is as before.
    package mutating func readMessage(_ message: ArraySlice<UInt8>) throws(NoiseError) -> [UInt8] {
        precondition(!isOurTurn && !isFinished, "the caller alternates writing and reading")
        var next = self
        let payload = try next.read(message)
        self = next
        return payload
    }

    /// Split: the ciphers for what we send and what we receive from now on.
    package func split() -> (send: CipherState, receive: CipherState) {
        precondition(isFinished, "the handshake is over")
        let (initiator, responder) = symmetric.split()
        return role == .initiator ? (initiator, responder) : (responder, initiator)
    }

    private mutating func read(_ message: ArraySlice<UInt8>) throws(NoiseError) -> [UInt8] {
        var rest = message
        for token in Self.pattern(messageIndex) {
            switch token {
            case .e:
                remoteEphemeralKey = Array(try take(X25519.keyBytes, from: &rest))
                symmetric.mixHash(remoteEphemeralKey[...])
            case .s:
                let sealed = try take(X25519.keyBytes + symmetric.overhead, from: &rest)
                remoteStaticKey = try symmetric.decryptAndHash(sealed)
            case .dh(let initiatorKey, let responderKey):
                try mixSharedSecret(initiatorKey, responderKey)
            }
        }
        let payload = try symmetric.decryptAndHash(rest)
        messageIndex += 1
        return payload
    }

    private mutating func mixSharedSecret(_ initiatorKey: Key, _ responderKey: Key) throws(NoiseError) {
        let (ours, theirs) = role == .initiator ? (initiatorKey, responderKey) : (responderKey, initiatorKey)
        let local = ours == .ephemeral ? ephemeralKey : staticKey
        let remote = theirs == .ephemeral ? remoteEphemeralKey : remoteStaticKey
        guard let secret = X25519.sharedSecret(privateKey: local.privateKey, publicKey: remote[...]) else {
            throw .unusableKey
        }
        symmetric.mixKey(secret)
    }

    private func take(
        _ count: Int,
        from bytes: inout ArraySlice<UInt8>
    ) throws(NoiseError) -> ArraySlice<UInt8> {
        guard bytes.count >= count else { throw .invalidRecordLength }
        let taken = bytes.prefix(count)
        bytes = bytes.dropFirst(count)
        return taken
    }

    private static func pattern(_ index: Int) -> [Token] {
        switch index {
        case 0: [.e]
        case 1:
            [
                .e, .dh(initiator: .ephemeral, responder: .ephemeral),
                .s, .dh(initiator: .ephemeral, responder: .static),
            ]
        default: [.s, .dh(initiator: .static, responder: .ephemeral)]
        }
    }
}
