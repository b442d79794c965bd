import Net

/// A published handshake of Noise_XX_25519_ChaChaPoly_SHA256 with payloads, and the first transport messages
/// after it.
func checkNoiseVector(_ check: inout CheckRecorder) {
    do throws(NoiseError) {
        try playNoiseVector(&check)
    } catch {
        check.fail("the vector's handshake succeeds")
    }
}

private func playNoiseVector(_ check: inout CheckRecorder) throws(NoiseError) {
    let prologue = bytes("4a6f686e2047616c74")
    var initiator = HandshakeState(
        role: .initiator,
        prologue: prologue,
        staticKey: key("e61ef9919cde45dd5f82166404bd08e38bceb5dfdfded0a34c8df7ed542214d1"),
        ephemeralKey: key("893e28b9dc6ca8d611ab664754b8ceb7bac5117349a4439a6b0569da977c464a")
    )
    var responder = HandshakeState(
        role: .responder,
        prologue: prologue,
        staticKey: key("4a3acbfdb163dec651dfa3194dece676d437029c62a408b4c5ea9114246e4893"),
        ephemeralKey: key("bbdb4cdbd309f1a1f2e1456967fe288cadd6f712d65dc7b7793d5e63da6b375b")
    )
    for (payload, expected) in handshakeMessages {
        var message: [UInt8] = []
        let received: [UInt8]
        if initiator.isOurTurn {
            try initiator.writeMessage(payload: bytes(payload)[...], to: &message)
            received = try responder.readMessage(message[...])
        } else {
            try responder.writeMessage(payload: bytes(payload)[...], to: &message)
            received = try initiator.readMessage(message[...])
        }
        check.expectEqual(Hex.encode(message), expected, "a handshake message")
        check.expectEqual(Hex.encode(received), payload, "its payload")
    }
    check.expectEqual(
        Hex.encode(initiator.handshakeHash),
        "c8e5f64e846193be2a834104c2a009868d6c9f3bd3c186299888b488b2f1f58e",
        "the initiator's handshake hash"
    )
    check.expectEqual(responder.handshakeHash, initiator.handshakeHash, "the responder's handshake hash")

    var (fromInitiator, _) = initiator.split()
    var (fromResponder, _) = responder.split()
    try expectCiphertext(transportMessages[0], from: &fromResponder, &check)
    try expectCiphertext(transportMessages[1], from: &fromInitiator, &check)
}

private func expectCiphertext(
    _ vector: (payload: String, ciphertext: String),
    from cipher: inout CipherState,
    _ check: inout CheckRecorder
) throws(NoiseError) {
    let payload = bytes(vector.payload)
    var buffer = payload + [UInt8](repeating: 0, count: ChaChaPoly.tagBytes)
    try cipher.encrypt(&buffer, plaintext: 0..<payload.count)
    check.expectEqual(Hex.encode(buffer), vector.ciphertext, "a transport message")
}

private func key(_ hexadecimal: String) -> X25519KeyPair {
    X25519KeyPair(privateKey: bytes(hexadecimal))
}

private let handshakeMessages = [
    (
        "4c756477696720766f6e204d69736573",
        "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c7944"
            + "4c756477696720766f6e204d69736573"
    ),
    (
        "4d757272617920526f746862617264",
        "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f144808843"
            + "81cbad1f276e038c48378ffce2b65285e08d6b68aaa3629a5a8639392490e5b9"
            + "bd5269c2f1e4f488ed8831161f19b7815528f8982ffe09be9b5c412f8a0db50f8814c7194e83f23dbd8d162c9326ad"
    ),
    (
        "462e20412e20486179656b",
        "c7195ffacac1307ff99046f219750fc47693e23c3cb08b89c2af808b444850a8"
            + "0ae475b9df0f169ae80a89be0865b57f58c9fea0d4ec82a286427402f113e4b6ae769a1d95941d49b25030"
    ),
]

private let transportMessages = [
    (payload: "4361726c204d656e676572", ciphertext: "96763ed773f8e47bb3712f0e29b3060ffc956ffc146cee53d5e1df"),
    (
        payload: "4a65616e2d426170746973746520536179",
        ciphertext: "3e40f15f6f3a46ae446b253bf8b1d9ffb6ed9b174d272328ff91a7e2e5c79c07f5"
    ),
]
