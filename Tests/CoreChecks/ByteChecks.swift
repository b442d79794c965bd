import Net

/// Codecs and names at the edges of 32-bit integers, and what Embedded Swift needs libraries of its own for.
let byteChecks: [CoreCheck] = [
    CoreCheck("A varint of every length comes back, and no prefix of it is one") { check in
        for shift in 0..<63 {
            for value in [UInt64(1) << shift, (UInt64(1) << shift) - 1] {
                var encoded: [UInt8] = []
                Varint.append(value, to: &encoded)
                check.expectEqual(encoded.count, Varint.encodedLength(value), "the length")
                do throws(VarintError) {
                    check.expectEqual(try Varint.decode(encoded[...])?.value, value, "the value")
                    check.expect(try Varint.decode(encoded.dropLast()) == nil, "a prefix is incomplete")
                } catch {
                    check.fail("a varint decodes")
                }
            }
        }
    },
    CoreCheck("A varint of ten bytes is refused") { check in
        check.expectThrows(VarintError.overlong, "ten bytes") { () throws(VarintError) in
            _ = try Varint.decode(([UInt8](repeating: 0xff, count: 9) + [1])[...])
        }
    },
    CoreCheck("The specification's Ed25519 key has its peer id") { check in
        do throws(KeyError) {
            let pair = try KeyPair(
                privateKeyProtobuf: bytes(
                    "080112407e0830617c4a7de83925dfb2694556b12936c477a0e1feb2e148ec9da60fee7d"
                        + "1ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e"
                )
            )
            check.expectEqual(
                pair.peerID.description,
                "12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq",
                "the peer id"
            )
        } catch {
            check.fail("the key is read")
        }
    },
    CoreCheck("Strings compare by their characters, in a dictionary too") { check in
        // Needs the Unicode tables that are linked into the component.
        let composed = "caf\u{e9}"
        let decomposed = "cafe\u{301}"
        check.expectEqual(composed, decomposed, "canonical equivalence")
        check.expectEqual([composed: 1][decomposed], 1, "the same key")
        check.expectEqual(Array("👩‍👩‍👧é").count, 2, "grapheme clusters")
    },
    CoreCheck("An instant saturates at both ends") { check in
        check.expectEqual(Instant.distantFuture + .seconds(1), .distantFuture, "addition")
        check.expectEqual(
            Instant(nanoseconds: .min) - .seconds(1),
            Instant(nanoseconds: .min),
            "subtraction"
        )
    },
    CoreCheck("A seed makes the same random numbers in both builds") { check in
        var random = SeededRandom(seed: [UInt8](0..<32))
        // The keystream of ChaCha20 under that key, from block 0.
        check.expectEqual(
            Hex.encode(random.bytes(8)),
            "39fd2b7dd9c5196a",
            "the first bytes"
        )
    },
]
