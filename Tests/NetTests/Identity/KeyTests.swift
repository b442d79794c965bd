import Net
import Testing

@Suite("Keys")
struct KeyTests {
    /// From libp2p/specs, peer-ids, "Test vectors".
    private static let publicKey = "080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e"
    private static let privateKey =
        "080112407e0830617c4a7de83925dfb2694556b12936c477a0e1feb2e148ec9da60fee7d"
        + "1ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e"

    private func bytes(_ hex: String) throws -> [UInt8] { try #require(Hex.decode(hex)) }

    @Test("The specification's private key has the specification's public key")
    func specificationVectors() throws {
        let pair = try KeyPair(privateKeyProtobuf: bytes(Self.privateKey))
        #expect(Hex.encode(pair.publicKey.protobuf) == Self.publicKey)
        #expect(Hex.encode(pair.privateKeyProtobuf) == Self.privateKey)
        #expect(pair.peerID == PeerID(publicKey: pair.publicKey))
    }

    @Test("The old form of 96 bytes is read, and written as 64")
    func legacyForm() throws {
        let legacy =
            try bytes("08011260") + bytes(Self.privateKey).dropFirst(4) + bytes(Self.publicKey).dropFirst(4)
        let pair = try KeyPair(privateKeyProtobuf: legacy)
        #expect(Hex.encode(pair.privateKeyProtobuf) == Self.privateKey)
        for index in legacy.indices {
            var damaged = legacy
            damaged[index] ^= 1
            #expect(throws: KeyError.self) { try KeyPair(privateKeyProtobuf: damaged) }
        }
    }

    @Test("A seed signs as RFC 8032 says (section 7.1, test 3)")
    func signs() throws {
        let pair = KeyPair(
            seed: try bytes("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7")
        )
        let signature = pair.sign([0xAF, 0x82])
        #expect(
            Hex.encode(signature)
                == "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        )
        #expect(pair.publicKey.isValid(signature: signature[...], for: [0xAF, 0x82]))
        #expect(!pair.publicKey.isValid(signature: signature[...], for: [0xAF, 0x83]))
        #expect(!pair.publicKey.isValid(signature: [], for: [0xAF, 0x82]))
        #expect(!pair.publicKey.isValid(signature: (signature + [0])[...], for: [0xAF, 0x82]))
        for changed in oneBitChanges(of: signature) {
            #expect(!pair.publicKey.isValid(signature: changed[...], for: [0xAF, 0x82]))
        }
    }

    @Test("A damaged private key is refused, never repaired")
    func damagedPrivateKeys() throws {
        let key = try bytes(Self.privateKey)
        for prefix in properPrefixes(of: key) {
            #expect(throws: KeyError.malformed) { try KeyPair(privateKeyProtobuf: Array(prefix)) }
        }
        for changed in oneBitChanges(of: Array(key.dropFirst(4))) {
            #expect(throws: KeyError.mismatchedPublicKey) {
                try KeyPair(privateKeyProtobuf: bytes("08011240") + changed)
            }
        }
        #expect(throws: KeyError.wrongLength) { try KeyPair(privateKeyProtobuf: bytes("08011201aa")) }
        #expect(throws: KeyError.unsupportedType(2)) { try KeyPair(privateKeyProtobuf: bytes("08021201aa")) }
    }

    @Test(
        "Public keys in other than their one form are refused",
        arguments: [
            ("", .malformed), ("0801", .malformed), ("1220" + String(repeating: "00", count: 32), .malformed),
            // The type behind the data; a long form of the type; a field too many; the type twice.
            ("1220" + String(repeating: "00", count: 32) + "0801", .malformed),
            ("0881001220" + String(repeating: "00", count: 32), .malformed),
            ("08011220" + String(repeating: "00", count: 32) + "1800", .malformed),
            ("080108011220" + String(repeating: "00", count: 32), .malformed),
            // A length beyond the end, one byte too few, one too many.
            ("08011221" + String(repeating: "00", count: 32), .malformed),
            ("0801121f" + String(repeating: "00", count: 31), .wrongLength),
            ("08011221" + String(repeating: "00", count: 33), .wrongLength),
            ("08011200", .wrongLength), ("08041200", .unsupportedType(4)),
            // The specification's secp256k1 key.
            (
                "08021221037777e994e452c21604f91de093ce415f5432f701dd8cd1a7a6fea0e630bfca99",
                .unsupportedType(2)
            ),
        ] as [(String, KeyError)]
    )
    func malformedPublicKeys(hex: String, error: KeyError) throws {
        #expect(throws: error) { try PublicKey(protobuf: bytes(hex)[...]) }
    }

    @Test("A key that is longer than any real one is not even parsed")
    func longKeys() {
        let long = [UInt8](repeating: 0xFF, count: PublicKey.maximumProtobufBytes + 1)
        #expect(throws: KeyError.wrongLength) { try PublicKey(protobuf: long[...]) }
        #expect(throws: KeyError.malformed) { try PublicKey(protobuf: long.dropLast()) }
    }

    @Test("Errors name the type of the key")
    func descriptions() {
        #expect(KeyError.unsupportedType(2).description == "unsupported key type: secp256k1")
    }
}
