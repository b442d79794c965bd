import Net
import Testing

/// The edge cases of C2SP/wycheproof.
@Suite("Wycheproof")
struct WycheproofTests {
    private struct Vectors<Group: Decodable>: Decodable {
        let testGroups: [Group]
    }

    private struct AgreementGroup: Decodable {
        struct Case: Decodable {
            let tcId: Int
            let `public`: HexBytes
            let `private`: HexBytes
            let shared: HexBytes
        }
        let tests: [Case]
    }

    @Test("X25519 computes every shared secret, and refuses the one that is all zeros")
    func agreesOnSecrets() throws {
        for vectors in try VectorFile.json("wycheproof_x25519", as: Vectors<AgreementGroup>.self) {
            for test in vectors.testGroups.flatMap(\.tests) {
                let secret = X25519.sharedSecret(
                    privateKey: test.private.bytes,
                    publicKey: test.public.bytes[...]
                )
                let isZero = test.shared.bytes.allSatisfy { $0 == 0 }
                #expect(secret == (isZero ? nil : test.shared.bytes), "case \(test.tcId)")
            }
        }
    }

    private struct SignatureGroup: Decodable {
        struct Key: Decodable {
            let pk: HexBytes
        }
        struct Case: Decodable {
            let tcId: Int
            let msg: HexBytes
            let sig: HexBytes
            let result: String
        }
        let publicKey: Key
        let tests: [Case]
    }

    @Test("Ed25519 accepts exactly the valid signatures: no malleable S, no other encodings")
    func checksSignatures() throws {
        for vectors in try VectorFile.json("wycheproof_ed25519", as: Vectors<SignatureGroup>.self) {
            for group in vectors.testGroups {
                let key = try PublicKey(ed25519: group.publicKey.pk.bytes[...])
                for test in group.tests {
                    let isValid = key.isValid(signature: test.sig.bytes[...], for: test.msg.bytes)
                    #expect(isValid == (test.result == "valid"), "case \(test.tcId)")
                }
            }
        }
    }

    private struct SealGroup: Decodable {
        struct Case: Decodable {
            let tcId: Int
            let key: HexBytes
            let iv: HexBytes
            let aad: HexBytes
            let msg: HexBytes
            let ct: HexBytes
            let tag: HexBytes
            let result: String
        }
        let tests: [Case]
    }

    @Test("ChaCha20-Poly1305 seals and opens in place, and refuses every changed tag")
    func sealsAndOpens() throws {
        for vectors in try VectorFile.json("wycheproof_chacha20_poly1305", as: Vectors<SealGroup>.self) {
            for test in vectors.testGroups.flatMap(\.tests) {
                let cipher = ChaChaPoly(key: test.key.bytes)
                guard let nonce = ChaChaPoly.Nonce(bytes: test.iv.bytes) else {
                    #expect(test.result == "invalid", "case \(test.tcId)")
                    continue
                }
                let sealed = test.ct.bytes + test.tag.bytes
                let additionalData = test.aad.bytes[...]
                var opened = sealed
                let isAuthentic = cipher.open(
                    &opened,
                    ciphertext: 0..<sealed.count,
                    nonce: nonce,
                    authenticating: additionalData
                )
                #expect(isAuthentic == (test.result == "valid"), "case \(test.tcId)")
                guard test.result == "valid" else { continue }
                #expect(Array(opened.dropLast(16)) == test.msg.bytes, "case \(test.tcId)")
                var buffer = test.msg.bytes + [UInt8](repeating: 0, count: 16)
                cipher.seal(
                    &buffer,
                    plaintext: 0..<test.msg.bytes.count,
                    nonce: nonce,
                    authenticating: additionalData
                )
                #expect(buffer == sealed, "case \(test.tcId)")
            }
        }
    }

    private struct DerivationGroup: Decodable {
        struct Case: Decodable {
            let tcId: Int
            let ikm: HexBytes
            let salt: HexBytes
            let info: HexBytes
            let size: Int
            let okm: HexBytes
            let result: String
        }
        let tests: [Case]
    }

    @Test("HKDF derives every output, up to its longest and no further")
    func derivesKeys() throws {
        for vectors in try VectorFile.json("wycheproof_hkdf_sha256", as: Vectors<DerivationGroup>.self) {
            for test in vectors.testGroups.flatMap(\.tests) {
                let output = HKDF.derive(
                    secret: test.ikm.bytes[...],
                    salt: test.salt.bytes,
                    info: test.info.bytes,
                    byteCount: test.size
                )
                #expect(output == (test.result == "valid" ? test.okm.bytes : nil), "case \(test.tcId)")
            }
        }
    }

    private struct CodeGroup: Decodable {
        struct Case: Decodable {
            let tcId: Int
            let key: HexBytes
            let msg: HexBytes
            let tag: HexBytes
            let result: String
        }
        let tagSize: Int
        let tests: [Case]
    }

    @Test("HMAC computes every code, whole or shortened")
    func authenticates() throws {
        for vectors in try VectorFile.json("wycheproof_hmac_sha256", as: Vectors<CodeGroup>.self) {
            for group in vectors.testGroups {
                for test in group.tests {
                    let code = HMAC.authenticate(test.msg.bytes[...], key: test.key.bytes)
                    let isEqual = Array(code.prefix(group.tagSize / 8)) == test.tag.bytes
                    #expect(isEqual == (test.result == "valid"), "case \(test.tcId)")
                }
            }
        }
    }
}
