import Net

/// The cryptography against published vectors: in the component it is other machine code than natively.
let cryptoChecks: [CoreCheck] = [
    CoreCheck("SHA-256 of FIPS 180-4's message") { check in
        check.expectEqual(
            Hex.encode(SHA256.hash([UInt8]("abc".utf8))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "the digest of abc"
        )
    },
    CoreCheck("HKDF of RFC 5869, case 1") { check in
        let output = HKDF.derive(
            secret: [UInt8](repeating: 0x0b, count: 22)[...],
            salt: bytes("000102030405060708090a0b0c"),
            info: bytes("f0f1f2f3f4f5f6f7f8f9"),
            byteCount: 42
        )
        check.expectEqual(
            output.map { Hex.encode($0) },
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
            "the derived key"
        )
    },
    CoreCheck("X25519 of RFC 7748, section 6.1") { check in
        let bob = X25519KeyPair(
            privateKey: bytes("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")
        )
        check.expectEqual(
            Hex.encode(bob.publicKey),
            "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
            "the public key"
        )
        let alice = bytes("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a")
        check.expectEqual(
            X25519.sharedSecret(privateKey: bob.privateKey, publicKey: alice[...]).map { Hex.encode($0) },
            "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742",
            "the shared secret"
        )
        let zero = [UInt8](repeating: 0, count: 32)
        check.expect(
            X25519.sharedSecret(privateKey: bob.privateKey, publicKey: zero[...]) == nil,
            "a public key of small order is refused"
        )
    },
    CoreCheck("ChaCha20-Poly1305 of RFC 8439, section 2.8.2") { check in
        let text = """
            Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.
            """
        let plaintext = [UInt8](text.utf8)
        let cipher = ChaChaPoly(key: (0x80..<0xa0).map { UInt8($0) })
        guard let nonce = ChaChaPoly.Nonce(bytes: bytes("070000004041424344454647")) else {
            check.fail("the nonce has 12 bytes")
            return
        }
        let additionalData = bytes("50515253c0c1c2c3c4c5c6c7")
        var buffer = plaintext + [UInt8](repeating: 0, count: ChaChaPoly.tagBytes)
        cipher.seal(
            &buffer,
            plaintext: 0..<plaintext.count,
            nonce: nonce,
            authenticating: additionalData[...]
        )
        check.expectEqual(
            Hex.encode(buffer),
            "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b"
                + "1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831"
                + "d7bc3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691",
            "the sealed text"
        )
        var forged = buffer
        forged[17] ^= 1
        check.expect(
            !cipher.open(
                &forged,
                ciphertext: 0..<forged.count,
                nonce: nonce,
                authenticating: additionalData[...]
            ),
            "a changed bit is noticed"
        )
        check.expect(
            cipher.open(
                &buffer,
                ciphertext: 0..<buffer.count,
                nonce: nonce,
                authenticating: additionalData[...]
            ),
            "the sealed text opens"
        )
        check.expectEqual([UInt8](buffer.prefix(plaintext.count)), plaintext, "the opened text")
    },
    CoreCheck("Ed25519 of RFC 8032, section 7.1, test 3") { check in
        let pair = KeyPair(seed: bytes("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"))
        let message = bytes("af82")
        var signature = pair.sign(message)
        check.expectEqual(
            Hex.encode(signature),
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
            "the signature"
        )
        check.expect(
            pair.publicKey.isValid(signature: signature[...], for: message),
            "the signature is valid"
        )
        signature[40] ^= 1
        check.expect(!pair.publicKey.isValid(signature: signature[...], for: message), "a changed one is not")
    },
    CoreCheck("Noise XX byte for byte, in both roles") { check in
        checkNoiseVector(&check)
    },
]

/// The bytes of a hexadecimal text of ours.
func bytes(_ hexadecimal: String) -> [UInt8] {
    guard let bytes = Hex.decode(hexadecimal) else { preconditionFailure("the vectors are hexadecimal") }
    return bytes
}
