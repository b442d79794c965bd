import Net
import Testing

/// Published handshakes, byte for byte.
@Suite("Noise vectors")
struct NoiseVectorTests {
    private struct Vectors: Decodable {
        let vectors: [Vector]
    }

    private struct Vector: Decodable {
        struct Message: Decodable {
            let payload: HexBytes
            let ciphertext: HexBytes
        }
        let init_prologue: HexBytes
        let init_static: HexBytes
        let init_ephemeral: HexBytes
        let resp_prologue: HexBytes
        let resp_static: HexBytes
        let resp_ephemeral: HexBytes
        let handshake_hash: HexBytes?
        let messages: [Message]

        func state(_ role: NoiseRole) -> HandshakeState {
            let isInitiator = role == .initiator
            return HandshakeState(
                role: role,
                prologue: (isInitiator ? init_prologue : resp_prologue).bytes,
                staticKey: X25519KeyPair(privateKey: (isInitiator ? init_static : resp_static).bytes),
                ephemeralKey: X25519KeyPair(privateKey: (isInitiator ? init_ephemeral : resp_ephemeral).bytes)
            )
        }
    }

    @Test("Both roles write and read every message of the published handshakes")
    func writesAndReadsHandshakes() throws {
        for vector in try VectorFile.json("noise_xx_25519_chachapoly_sha256", as: Vectors.self)
            .flatMap(\.vectors)
        {
            var initiator = vector.state(.initiator)
            var responder = vector.state(.responder)
            for message in vector.messages.prefix(HandshakeState.messageCount) {
                var written: [UInt8] = []
                let read: [UInt8]
                if initiator.isOurTurn {
                    try initiator.writeMessage(payload: message.payload.bytes[...], to: &written)
                    read = try responder.readMessage(message.ciphertext.bytes[...])
                } else {
                    try responder.writeMessage(payload: message.payload.bytes[...], to: &written)
                    read = try initiator.readMessage(message.ciphertext.bytes[...])
                }
                #expect(written == message.ciphertext.bytes)
                #expect(read == message.payload.bytes)
            }
            #expect(initiator.isFinished && responder.isFinished)
            #expect(initiator.handshakeHash == responder.handshakeHash)
            if let hash = vector.handshake_hash {
                #expect(initiator.handshakeHash == hash.bytes)
            }
            #expect(
                responder.remoteStaticKey == X25519KeyPair(privateKey: vector.init_static.bytes).publicKey
            )
            #expect(
                initiator.remoteStaticKey == X25519KeyPair(privateKey: vector.resp_static.bytes).publicKey
            )
            try checkTransport(vector, initiator.split(), responder.split())
        }
    }

    /// The messages behind the handshake alternate as well, the responder's first.
    private func checkTransport(
        _ vector: Vector,
        _ initiator: (send: CipherState, receive: CipherState),
        _ responder: (send: CipherState, receive: CipherState)
    ) throws {
        var (initiator, responder) = (initiator, responder)
        for (index, message) in vector.messages.dropFirst(HandshakeState.messageCount).enumerated() {
            let payload = message.payload.bytes
            var sealed = payload + [UInt8](repeating: 0, count: ChaChaPoly.tagBytes)
            var opened = [UInt8](repeating: 0, count: payload.count)
            if index % 2 == 0 {
                // The third handshake message was the initiator's.
                try responder.send.encrypt(&sealed, plaintext: 0..<payload.count)
                try initiator.receive.decrypt(message.ciphertext.bytes[...], into: &opened)
            } else {
                try initiator.send.encrypt(&sealed, plaintext: 0..<payload.count)
                try responder.receive.decrypt(message.ciphertext.bytes[...], into: &opened)
            }
            #expect(sealed == message.ciphertext.bytes)
            #expect(opened == payload)
        }
    }
}
