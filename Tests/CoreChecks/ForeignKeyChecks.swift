import Net

/// Signatures of "hearsay" by keys that other implementations have, made with OpenSSL.
let foreignKeyChecks: [CoreCheck] = [
    CoreCheck("A signature on P-256 is checked") { check in
        checkKey(
            "0803125b3059301306072a8648ce3d020106082a8648ce3d030107034200043f892e8b5c6ae698e6c50de230"
                + "85d7ea2fbaf07fa2084c2e279819a438b150a036cccd716d58e3f5017f0af8c81eae71cf4d4810510cdfdd5c"
                + "597beb15357949",
            signature:
                "3046022100edb5ffc854901b2ca1b0fdced92fe8d9c4bb30c0f7d7fe5490e5868674c16f11022100deaea9f7"
                + "629a864cfed0949c901c8f909814232e8ac50a565657e43f91c28a6a",
            &check
        )
    },
    CoreCheck("An RSA signature is checked") { check in
        checkKey(
            "080012a60230820122300d06092a864886f70d01010105000382010f003082010a0282010100d3632c2f4064"
                + "dc9b92afc6f39d99d81af07215de27a476ec96606f67ff5f3e7932df0c08b97629211e7837593ccba0a27e39"
                + "df5759fb499d432cf9858f87e2c5910efc6237e1fb34e955610cb9236066890b9297b313706c9aa8df672980"
                + "1eded04dceb7876d2a3785dab5335bebc1d6368256a68b7d4deba1bd9ce277331512a7899a175053c5159977"
                + "9e1764873235e32d8f83174343d436dbc41b07bb2ed4f618d695124f889e58dc4a5ba6593c5aa62557d67485"
                + "06f9d50d36cbbe24a466a97ef9e253af56e87b944b098ede1e24682f116eb951c4c84012db7a4206350e3330"
                + "1f04f661f6bd3c47778e6b2baf7fd4e39300bce143ccd7ef2c5b1883eda70203010001",
            signature:
                "3392c2fc1226005a872ec3adce44effac65020c15557d2c1a0f9c2044cbaa77ad915013b57d193640f23c7c6"
                + "dc42f5521076e9f23f757ec81c6fc9f9b99deece23da6fffdc1f1edcb2b801be32951a35ef976281110134ec"
                + "b09d0a93c16f1eb9b0152a44cbf4be31048425b85e8a0a0b0762d93557a9e0f41e243991e5f388cad5fc3261"
                + "b621453e68337de64ab62bf2f7e939d06043868f1d0ced0e0981cf8e6e8f958535ff0799a6e00ed8c67f9484"
                + "451f70b701d88ae1a187046e532b5f0da7755c822159e04807987d313664114aecd34c882a0b5c56a14c2126"
                + "f8ca6964596d622f6c83bf306c5bc6dd02a08316e69ed4e9d8f14056cb3550079419863a",
            &check
        )
    },
    CoreCheck("A peer record comes back from its envelope, and a changed one is refused", checkPeerRecord),
]

private func checkKey(_ form: String, signature: String, _ check: inout CheckRecorder) {
    let message = [UInt8]("hearsay".utf8)
    do throws(KeyError) {
        let key = try PublicKey(protobuf: bytes(form)[...])
        check.expectEqual(Hex.encode(key.protobuf), form, "the key has one form")
        var signature = bytes(signature)
        check.expect(key.isValid(signature: signature[...], for: message), "the signature is valid")
        signature[signature.count - 1] ^= 1
        check.expect(!key.isValid(signature: signature[...], for: message), "a changed one is not")
    } catch {
        check.fail(error.description)
    }
}

private func checkPeerRecord(_ check: inout CheckRecorder) {
    let owner = KeyPair(seed: [UInt8](repeating: 1, count: KeyPair.seedBytes))
    let record = PeerRecord(peerID: owner.peerID, sequenceNumber: 7, addresses: [])
    var envelope = record.envelope(signedBy: owner)
    do throws(EnvelopeError) {
        check.expectEqual(try PeerRecord(envelope: envelope[...]), record, "the record")
    } catch {
        check.fail("the envelope is read")
    }
    envelope[envelope.count - 1] ^= 1
    check.expectThrows(EnvelopeError.invalidSignature, "a changed envelope") { () throws(EnvelopeError) in
        _ = try PeerRecord(envelope: envelope[...])
    }
}
