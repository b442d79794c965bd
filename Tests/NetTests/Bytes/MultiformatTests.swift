import Foundation
import Net
import Testing

@Suite("Multiformats")
struct MultiformatTests {
    /// The prefixes of the bases whose names the published table gives.
    private static let prefixes: [String: Unicode.Scalar] = [
        "base2": "0", "base8": "7", "base10": "9", "base16": "f", "base16upper": "F", "base32": "b",
        "base32upper": "B", "base32hex": "v", "base32hexupper": "V", "base32pad": "c", "base32padupper": "C",
        "base32hexpad": "t", "base32hexpadupper": "T", "base32z": "h", "base36": "k", "base36upper": "K",
        "base58flickr": "Z", "base58btc": "z", "base64": "m", "base64pad": "M", "base64url": "u",
        "base64urlpad": "U",
    ]

    @Test(
        "Every base of the published table writes and reads its text",
        arguments: [
            ("multibase_basic", "yes mani !"), ("multibase_leading_zero", "\0yes mani !"),
        ]
    )
    func multibase(file: String, plain: String) throws {
        let bytes = [UInt8](plain.utf8)
        var seen = 0
        for row in try VectorFile.csv(file, columns: 2) {
            // The heading has the plain text where the rows have the encoded one.
            guard let prefix = Self.prefixes[row[0]] else { continue }
            let text = row[1].trimmingCharacters(in: ["\""])
            #expect(Multibase.encode(bytes, prefix: prefix) == text)
            #expect(Multibase.decode(text) == bytes)
            seen += 1
        }
        #expect(seen >= Self.prefixes.count)
    }

    @Test(
        "Text that is not the one text of its bytes is refused",
        arguments: [
            "", "?abc", "🚀🏃", "z0", "zl", "b1", "bA", "ba", "bab4wk4zanvqw42jaef", "f0", "f0g", "cba",
            "cba=====",
            "cba==========", "MQ", "m=", "021", "9a",
        ]
    )
    func malformedMultibase(text: String) {
        #expect(Multibase.decode(text) == nil)
    }

    @Test("A text of the limit is decoded, a longer one is not")
    func longMultibase() {
        #expect(Multibase.decode("z" + String(repeating: "1", count: 255))?.count == 255)
        #expect(Multibase.decode("z" + String(repeating: "1", count: 256)) == nil)
        #expect(Base58.decode(String(repeating: "1", count: 257)) == nil)
    }

    @Test("Bytes of every length come back from base58btc and base32")
    func lengths() {
        var random = SimulationRandom(seed: 1)
        for count in 0..<70 {
            var bytes: [UInt8] = []
            for _ in 0..<count { bytes.append(UInt8.random(in: .min ... .max, using: &random)) }
            #expect(Base58.decode(Base58.encode(bytes)) == bytes)
            #expect(Base32.decode(Base32.encode(bytes)) == bytes)
        }
    }

    @Test("Hexadecimal text is read in either case and nothing else is")
    func hex() {
        #expect(Hex.encode([0x00, 0x9F, 0xAB]) == "009fab")
        #expect(Hex.decode("009fAB") == [0x00, 0x9F, 0xAB])
        for text in ["0", "0g", "+1", " 1", "0x", "é"] { #expect(Hex.decode(text) == nil) }
    }

    @Test("Published multihashes are read and written, and ours of SHA-256 is theirs")
    func multihash() throws {
        for row in try VectorFile.csv("multihash_cases", columns: 4) where row[0] != "algorithm" {
            let bits = try #require(Int(row[1]))
            let expected = try #require(Hex.decode(row[3]))
            let hash = try Multihash(bytes: expected[...])
            #expect(hash.bytes == expected)
            #expect(hash.digest.count == bits / 8)
            guard row[0] == "sha2-256" else { continue }
            // The table hashes the text of its column, not the bytes that it could stand for.
            let digest = SHA256.hash([UInt8](row[2].utf8))
            #expect(hash == Multihash(code: Multihash.sha256, digest: Array(digest.prefix(bits / 8))))
        }
    }

    @Test("A multihash of the wrong length is an error, never a trap")
    func malformedMultihash() throws {
        let hash = Multihash(code: Multihash.sha256, digest: [UInt8](repeating: 5, count: 32)).bytes
        for prefix in properPrefixes(of: hash) {
            #expect(throws: MultihashError.malformed) { try Multihash(bytes: prefix) }
        }
        #expect(throws: MultihashError.malformed) { try Multihash(bytes: (hash + [0])[...]) }
        #expect(throws: MultihashError.tooLong) { try Multihash(bytes: [0x12, 65]) }
        #expect(throws: MultihashError.malformed) { try Multihash(bytes: [0x12, 64]) }
        #expect(throws: MultihashError.malformed) {
            try Multihash(bytes: #require(Hex.decode("12ffffffffffffffffff01"))[...])
        }
        #expect(throws: MultihashError.tooLong) {
            try Multihash(bytes: #require(Hex.decode("12ffffffffffffffff7f"))[...])
        }
    }
}
