import Net
import Testing

/// Keys of the kinds that other implementations have. The signatures are of "hearsay", made with OpenSSL.
@Suite("Keys of other kinds")
struct ForeignKeyTests {
    private static let message = [UInt8]("hearsay".utf8)

    private static let p256Key =
        "3059301306072a8648ce3d020106082a8648ce3d030107034200043f892e8b5c6ae698e6c50de23085d7ea2fbaf07fa2084c2e27"
        + "9819a438b150a036cccd716d58e3f5017f0af8c81eae71cf4d4810510cdfdd5c597beb15357949"
    private static let p256Signature =
        "3046022100edb5ffc854901b2ca1b0fdced92fe8d9c4bb30c0f7d7fe5490e5868674c16f11022100deaea9f7629a864cfed0949c"
        + "901c8f909814232e8ac50a565657e43f91c28a6a"
    private static let p384Key =
        "3076301006072a8648ce3d020106052b81040022036200049c73135fe5af0fac38ceee26d6b17e95d41112f504e4946aacc00b3e"
        + "da0dea93ff88b45dbb6625545a6774d6a2e7e17f5f001859565c9ba6ca23fe77bb000411bd451210523d5e7d9537e618a3e610"
        + "f74707f416c3ce8b5e0a4722a1bb998c53"
    private static let rsaModulus =
        "d3632c2f4064dc9b92afc6f39d99d81af07215de27a476ec96606f67ff5f3e7932df0c08b97629211e7837593ccba0a27e39df57"
        + "59fb499d432cf9858f87e2c5910efc6237e1fb34e955610cb9236066890b9297b313706c9aa8df6729801eded04dceb7876d2a"
        + "3785dab5335bebc1d6368256a68b7d4deba1bd9ce277331512a7899a175053c51599779e1764873235e32d8f83174343d436db"
        + "c41b07bb2ed4f618d695124f889e58dc4a5ba6593c5aa62557d6748506f9d50d36cbbe24a466a97ef9e253af56e87b944b098e"
        + "de1e24682f116eb951c4c84012db7a4206350e33301f04f661f6bd3c47778e6b2baf7fd4e39300bce143ccd7ef2c5b1883eda7"
    private static let rsaSignature =
        "3392c2fc1226005a872ec3adce44effac65020c15557d2c1a0f9c2044cbaa77ad915013b57d193640f23c7c6dc42f5521076e9f2"
        + "3f757ec81c6fc9f9b99deece23da6fffdc1f1edcb2b801be32951a35ef976281110134ecb09d0a93c16f1eb9b0152a44cbf4be"
        + "31048425b85e8a0a0b0762d93557a9e0f41e243991e5f388cad5fc3261b621453e68337de64ab62bf2f7e939d06043868f1d0c"
        + "ed0e0981cf8e6e8f958535ff0799a6e00ed8c67f9484451f70b701d88ae1a187046e532b5f0da7755c822159e04807987d3136"
        + "64114aecd34c882a0b5c56a14c2126f8ca6964596d622f6c83bf306c5bc6dd02a08316e69ed4e9d8f14056cb3550079419863a"

    private func bytes(_ hex: String) throws -> [UInt8] { try #require(Hex.decode(hex)) }

    private func protobuf(type: UInt64, _ data: [UInt8]) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.append(1, varint: type)
        writer.append(2, bytes: data)
        return writer.bytes
    }

    private func der(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        let count = content.count
        let length: [UInt8] =
            count < 0x80
            ? [UInt8(count)]
            : count < 0x100 ? [0x81, UInt8(count)] : [0x82, UInt8(count >> 8), UInt8(count & 0xFF)]
        return [tag] + length + content
    }

    /// A SubjectPublicKeyInfo of an RSA key.
    private func rsa(modulus: [UInt8], exponent: [UInt8] = [1, 0, 1]) -> [UInt8] {
        func integer(_ bytes: [UInt8]) -> [UInt8] { der(0x02, (bytes[0] & 0x80 != 0 ? [0] : []) + bytes) }
        let key = der(0x30, integer(modulus) + integer(exponent))
        let algorithm: [UInt8] = [0x30, 13, 6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 13, 1, 1, 1, 5, 0]
        return der(0x30, algorithm + der(0x03, [0] + key))
    }

    @Test("The specification's ECDSA key is read, and its peer id is a hash")
    func specificationKey() throws {
        let form =
            "0803125b3059301306072a8648ce3d020106082a8648ce3d03010703420004de3d300fa36ae0e8f5d530899d83abab44abf3161f"
            + "162a4bc901d8e6ecda020e8b6d5f8da30525e71d6851510c098e5c47c646a597fb4dcec034e9f77c409e62"
        let key = try PublicKey(protobuf: bytes(form)[...])
        #expect(key.kind == .ecdsaP256)
        #expect(Hex.encode(key.protobuf) == form)
        let peerID = PeerID(publicKey: key)
        #expect(peerID.description.hasPrefix("Qm"))
        #expect(peerID.bytes == [0x12, 0x20] + SHA256.hash(key.protobuf))
        #expect(peerID.embeddedPublicKey == nil)
    }

    @Test("A signature on P-256 is checked")
    func checksP256() throws {
        let key = try PublicKey(protobuf: protobuf(type: 3, bytes(Self.p256Key))[...])
        let signature = try bytes(Self.p256Signature)
        #expect(key.isValid(signature: signature[...], for: Self.message))
        #expect(!key.isValid(signature: signature[...], for: Self.message + [0]))
        for changed in oneBitChanges(of: signature) {
            #expect(!key.isValid(signature: changed[...], for: Self.message))
        }
        for prefix in properPrefixes(of: signature) {
            #expect(!key.isValid(signature: prefix, for: Self.message))
        }
        #expect(!key.isValid(signature: (signature + [0])[...], for: Self.message))
    }

    @Test("An RSA signature is checked")
    func checksRSA() throws {
        let data = rsa(modulus: try bytes(Self.rsaModulus))
        let key = try PublicKey(protobuf: protobuf(type: 0, data)[...])
        #expect(key.kind == .rsa && key.data == data)
        let signature = try bytes(Self.rsaSignature)
        #expect(key.isValid(signature: signature[...], for: Self.message))
        #expect(!key.isValid(signature: signature[...], for: Self.message + [0]))
        for index in signature.indices {
            var changed = signature
            changed[index] ^= 1
            #expect(!key.isValid(signature: changed[...], for: Self.message))
        }
        #expect(!key.isValid(signature: [], for: Self.message))
        #expect(!key.isValid(signature: signature.dropLast(), for: Self.message))
        #expect(!key.isValid(signature: (signature + [0])[...], for: Self.message))
    }

    @Test(
        "RSA keys from 2048 to 8192 bits are accepted, shorter and longer ones are not",
        arguments: [
            (1024, false), (2040, false), (2048, true), (4096, true), (8192, true), (8200, false),
            (16_384, false),
        ]
    )
    func rsaLengths(bits: Int, isAccepted: Bool) throws {
        let modulus = [UInt8](repeating: 0xC5, count: bits / 8)
        let form = protobuf(type: 0, rsa(modulus: modulus))
        if isAccepted {
            #expect(try PublicKey(protobuf: form[...]).kind == .rsa)
        } else {
            // BoringSSL takes no longer ones either, and the longest of all is not even given to it.
            let error: KeyError =
                bits < 2048 ? .unsupportedParameters : bits > 16_000 ? .wrongLength : .malformed
            #expect(throws: error) { try PublicKey(protobuf: form[...]) }
        }
    }

    @Test("RSA keys with an even modulus or a costly exponent are refused")
    func rsaParameters() throws {
        var modulus = try bytes(Self.rsaModulus)
        let exponents: [[UInt8]] = [[1], [2], [1, 0, 0], [UInt8](repeating: 0x7F, count: 6), modulus]
        for exponent in exponents {
            let form = protobuf(type: 0, rsa(modulus: modulus, exponent: exponent))
            #expect(throws: KeyError.malformed) { try PublicKey(protobuf: form[...]) }
        }
        modulus[modulus.count - 1] &= 0xFE
        let form = protobuf(type: 0, rsa(modulus: modulus))
        #expect(throws: KeyError.self) { try PublicKey(protobuf: form[...]) }
    }

    @Test("Another curve is refused by name, and a point that is not on P-256 as malformed")
    func curves() throws {
        #expect(throws: KeyError.unsupportedParameters) {
            try PublicKey(protobuf: protobuf(type: 3, bytes(Self.p384Key))[...])
        }
        var point = try bytes(Self.p256Key)
        point[point.count - 1] ^= 1
        #expect(throws: KeyError.malformed) { try PublicKey(protobuf: protobuf(type: 3, point)[...]) }
        // A compressed point is another form of the same key, and would be another peer id.
        let compressed = [0x03] + point[27..<59]
        #expect(throws: KeyError.unsupportedParameters) {
            try PublicKey(protobuf: protobuf(type: 3, Array(point.prefix(26)) + compressed)[...])
        }
    }

    @Test("No prefix and no change of one bit traps, and a key that is read writes the same bytes")
    func changes() throws {
        for form in [
            protobuf(type: 3, try bytes(Self.p256Key)),
            protobuf(type: 0, rsa(modulus: try bytes(Self.rsaModulus))),
        ] {
            for prefix in properPrefixes(of: form) {
                #expect(throws: KeyError.self) { try PublicKey(protobuf: prefix) }
            }
            for changed in oneBitChanges(of: form) {
                if let key = try? PublicKey(protobuf: changed[...]) { #expect(key.protobuf == changed) }
            }
        }
    }
}
