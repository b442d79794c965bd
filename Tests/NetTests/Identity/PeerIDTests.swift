import Net
import Testing

@Suite("Peer id")
struct PeerIDTests {
    /// From libp2p/specs, peer-ids, "Test vectors" and "String representation".
    private static let ed25519Key = "080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e"
    private static let ed25519ID = "12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq"
    private static let sha256ID = "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N"
    private static let sha256CID = "bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe"

    private func peerID(_ text: String) throws -> PeerID { try PeerID(text: text) }

    @Test("The id of the specification's Ed25519 key contains the key")
    func embeddedKey() throws {
        let key = try PublicKey(protobuf: #require(Hex.decode(Self.ed25519Key))[...])
        let peerID = PeerID(publicKey: key)
        #expect(peerID.description == Self.ed25519ID)
        #expect(peerID.shortDescription == "mo7R3pq".suffix(6))
        #expect(Hex.encode(peerID.bytes) == "0024" + Self.ed25519Key)
        #expect(peerID.embeddedPublicKey == key)
        #expect(try PeerID(text: Self.ed25519ID) == peerID)
        #expect(try PeerID(bytes: peerID.bytes[...]) == peerID)
    }

    @Test("Base58btc and CID text of one id are the same id")
    func textForms() throws {
        let hashed = try peerID(Self.sha256ID)
        #expect(try peerID(Self.sha256CID) == hashed)
        #expect(hashed.cidDescription == Self.sha256CID)
        #expect(hashed.description == Self.sha256ID)
        #expect(hashed.embeddedPublicKey == nil)
        let embedded = try peerID(Self.ed25519ID)
        #expect(try peerID(embedded.cidDescription) == embedded)
        // A CID may be written in any multibase.
        let cid = try #require(Multibase.decode(Self.sha256CID))
        for prefix in "fFBkzmu".unicodeScalars {
            #expect(try peerID(#require(Multibase.encode(cid, prefix: prefix))) == hashed)
        }
    }

    @Test("Ids are ordered by their bytes, the shorter of two equal beginnings first")
    func order() throws {
        let short = try PeerID(bytes: [0, 1, 9])
        let long = try PeerID(bytes: [0, 2, 1, 1])
        let hashed = try peerID(Self.sha256ID)
        #expect([hashed, long, short].sorted() == [short, long, hashed])
        #expect(!(short < short))
    }

    @Test(
        "Text that is no peer id is refused",
        arguments: [
            ("", .malformedText), ("12D3KooW0", .malformedText), ("1", .malformedMultihash),
            ("QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5", .malformedMultihash),
            ("bafza", .malformedMultihash), ("bafzb", .malformedText), ("b", .notALibp2pKey),
            ("b!", .malformedText),
            ("lobby", .malformedText),
            // A CID of raw content instead of a libp2p key, and a CID of version 2.
            ("bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy", .notALibp2pKey),
            ("f0272", .notALibp2pKey), ("f0172", .malformedMultihash), ("f01721100", .unsupportedHash),
            (String(repeating: "1", count: 129), .malformedText),
        ] as [(String, PeerIDError)]
    )
    func malformedText(text: String, error: PeerIDError) {
        #expect(throws: error) { try PeerID(text: text) }
    }

    @Test("Bytes that are no peer id are refused")
    func malformedBytes() throws {
        let bytes = try peerID(Self.ed25519ID).bytes
        for prefix in properPrefixes(of: bytes) {
            #expect(throws: PeerIDError.malformedMultihash) { try PeerID(bytes: prefix) }
        }
        #expect(throws: PeerIDError.malformedMultihash) { try PeerID(bytes: (bytes + [0])[...]) }
        #expect(throws: PeerIDError.unsupportedHash) { try PeerID(bytes: [0x11, 1, 0]) }
        #expect(throws: PeerIDError.wrongLength) { try PeerID(bytes: [0x12, 1, 0]) }
        #expect(throws: PeerIDError.wrongLength) { try PeerID(bytes: [0, 0]) }
        let limit = [UInt8](repeating: 0, count: 42)
        #expect(throws: Never.self) { try PeerID(bytes: ([0, 42] + limit)[...]) }
        #expect(throws: PeerIDError.wrongLength) { try PeerID(bytes: ([0, 43] + limit + [0])[...]) }
    }

    @Test("No change of one byte traps, and an id that is read writes the same bytes")
    func changes() throws {
        for changed in oneByteChanges(of: try peerID(Self.ed25519ID).bytes) {
            if let peerID = try? PeerID(bytes: changed[...]) {
                #expect(peerID.bytes == changed)
                #expect(try PeerID(text: peerID.description) == peerID)
            }
        }
    }
}
