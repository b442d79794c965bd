import Net

/// What a connection goes through before its muxer.
let negotiationChecks: [CoreCheck] = [
    CoreCheck("Multistream-select agrees on a protocol, byte by byte", negotiate),
    CoreCheck("Two peers authenticate each other and talk", handshake),
    CoreCheck("A flipped bit in any handshake message is noticed", corruptHandshake),
    CoreCheck("A forged record is refused and the good one behind it opens", forgeRecord),
    CoreCheck("A channel ends before a nonce is used twice", exhaustNonces),
]

private func negotiate(_ check: inout CheckRecorder) {
    var dialer = MultistreamDialer(protocols: ["/x", "/a"], optimistic: false)
    var listener = MultistreamListener(protocols: ["/a"])
    do throws(MultistreamError) {
        for _ in 0..<2 {
            for byte in dialer.takeOutbound() { _ = try listener.receive([byte]) }
            for byte in listener.takeOutbound() {
                guard case .selected(let name, _) = try dialer.receive([byte]) else { continue }
                check.expect(name == "/a", "the common protocol is " + name)
                return
            }
        }
        check.fail("nothing was selected")
    } catch {
        check.fail("the negotiation failed")
    }
}

private func side(_ role: NoiseRole, _ number: UInt8) -> NoiseHandshake {
    let keyPair = KeyPair(seed: [UInt8](repeating: number, count: KeyPair.seedBytes))
    return NoiseHandshake(
        role: role,
        identity: LocalNoiseIdentity(
            keyPair: keyPair,
            staticKey: [UInt8](repeating: number &+ 10, count: 32)
        ),
        ephemeralKey: [UInt8](repeating: number &+ 20, count: 32),
        muxers: ["/yamux/1.0.0"],
        expectedPeer: nil
    )
}

private func connect() throws(NoiseError) -> (initiator: NoiseSession, responder: NoiseSession)? {
    var initiator = side(.initiator, 1)
    var responder = side(.responder, 2)
    for byte in initiator.takeOutbound() { _ = try responder.receive([byte]) }
    guard case .finished(var first, _) = try initiator.receive(responder.takeOutbound()[...]),
        case .finished(let second, _) = try responder.receive(first.transport.takeOutbound()[...])
    else { return nil }
    return (first, second)
}

private func handshake(_ check: inout CheckRecorder) {
    do throws(NoiseError) {
        guard var (first, second) = try connect() else {
            check.fail("the handshake did not finish")
            return
        }
        let peer = KeyPair(seed: [UInt8](repeating: 1, count: KeyPair.seedBytes)).peerID
        check.expect(second.remotePeerID == peer, "the responder knows the initiator")
        check.expect(
            first.muxer == "/yamux/1.0.0" && second.muxer == first.muxer,
            "the muxer is chosen"
        )
        let text = [UInt8](repeating: 0x61, count: 100_000)
        first.transport.append(text[...])
        var rest = try first.transport.takeOutbound()[...]
        var opened: [UInt8] = []
        while let plaintext = try second.transport.open(&rest) { opened += plaintext }
        check.expect(opened == text, "a hundred thousand bytes come through")
    } catch {
        check.fail("the handshake failed")
    }
}

private func corruptHandshake(_ check: inout CheckRecorder) {
    var initiator = side(.initiator, 1)
    var responder = side(.responder, 2)
    do throws(NoiseError) {
        _ = try responder.receive(initiator.takeOutbound()[...])
    } catch {
        check.fail("the first message is good")
    }
    let message = responder.takeOutbound()
    for index in message.indices.dropFirst(NoiseRecordHeader.byteCount) {
        var changed = message
        changed[index] ^= 0x10
        var victim = initiator
        do throws(NoiseError) {
            _ = try victim.receive(changed[...])
            check.fail("a changed byte was not noticed")
        } catch {
            check.expect(victim.takeOutbound().isEmpty, "nothing is sent after a failure")
        }
    }
    _ = initiator.takeOutbound()
}

private func forgeRecord(_ check: inout CheckRecorder) {
    do throws(NoiseError) {
        guard var (first, second) = try connect() else {
            return check.fail("the handshake did not finish")
        }
        first.transport.append([1, 2, 3])
        let good = try first.transport.takeOutbound()
        var forged = good
        forged[forged.count - 1] ^= 1
        var bytes = forged[...]
        do throws(NoiseError) {
            _ = try second.transport.open(&bytes)
            check.fail("a forged record was opened")
        } catch {
            check.expect(error == .decryptionFailed, "the tag is what is wrong")
        }
        bytes = good[...]
        check.expect(try second.transport.open(&bytes) == [1, 2, 3], "the good record opens")
    } catch {
        check.fail("the channel failed")
    }
}

private func exhaustNonces(_ check: inout CheckRecorder) {
    var cipher = CipherState(key: [UInt8](repeating: 7, count: 32), nonce: .max - 1)
    var buffer = [UInt8](repeating: 0, count: 1 + ChaChaPoly.tagBytes)
    do throws(NoiseError) {
        try cipher.encrypt(&buffer, plaintext: 0..<1)
    } catch {
        check.fail("the last nonce but one can be used")
    }
    do throws(NoiseError) {
        try cipher.encrypt(&buffer, plaintext: 0..<1)
        check.fail("the last nonce was used")
    } catch {
        check.expect(error == .nonceExhausted, "the nonces are used up")
    }
}
