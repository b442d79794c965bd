import Net
import Testing

@Suite("Multiaddr")
struct MultiaddrTests {
    private static let peer = "12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq"

    @Test(
        "Text and bytes are two forms of one address",
        arguments: [
            ("/ip4/127.0.0.1/tcp/4001", "047f000001060fa1"),
            ("/ip4/0.0.0.0/tcp/0", "0400000000060000"),
            ("/ip6/::1/tcp/65535", "290000000000000000000000000000000106ffff"),
            ("/ip6/2601:9:4f81:9700:803e:ca65:66e8:c21", "29260100094f819700803eca6566e80c21"),
            ("/dns/example.com/tcp/443", "350b6578616d706c652e636f6d0601bb"),
            ("/dns4/a.b/tcp/1", "3603612e62060001"), ("/dns6/a_b./tcp/1", "3704615f622e060001"),
            ("/dnsaddr/x-1", "3803782d31"),
            (
                "/ip4/10.0.0.1/tcp/9/p2p/" + peer,
                "040a000001060009a503260024080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e"
            ),
        ]
    )
    func roundTrip(text: String, hex: String) throws {
        let address = try Multiaddr(text: text)
        #expect(address.description == text)
        #expect(Hex.encode(address.bytes) == hex)
        #expect(try Multiaddr(bytes: address.bytes[...]) == address)
    }

    @Test(
        "IPv6 is written as RFC 5952 says",
        arguments: [
            ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"), ("2001:0db8::0001", "2001:db8::1"),
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
            ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("0:0:0:0:0:0:0:0", "::"), ("1::", "1::"),
            ("::ffff:192.0.2.1", "::ffff:192.0.2.1"), ("::ffff:c000:201", "::ffff:192.0.2.1"),
            ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
            ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"), ("fe80::1", "fe80::1"),
        ]
    )
    func canonicalIP6(text: String, canonical: String) throws {
        let bytes = try #require(IPText.parse(ip6: text))
        #expect(IPText.describe(ip6: bytes) == canonical)
        #expect(IPText.parse(ip6: canonical) == bytes)
    }

    @Test(
        "Other texts are no IPv6 addresses",
        arguments: [
            "", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", ":1:2:3:4:5:6:7:8", "1:",
            ":1::2", "1::2:", "12345::", "::g", "::+1", "::-1", "fe80::1%eth0", "1:2:3:4:5:6:7:8::",
            "::1.2.3",
            "::1.2.3.4.5", "1.2.3.4::", "::1.2.3.4:1", "1:2:3:4:5:6:7:1.2.3.4", "::01.2.3.4", " ::1", "[::1]",
            "1:2:3:4::5:6:7:8", "é::",
        ]
    )
    func malformedIP6(text: String) {
        #expect(IPText.parse(ip6: text) == nil)
    }

    @Test(
        "Other texts are no IPv4 addresses",
        arguments: [
            "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.-4", "1.2.3.+4", "1..3.4", "1.2.3.4 ",
            "a.b.c.d", "1.2.3.٤",
        ]
    )
    func malformedIP4(text: String) {
        #expect(IPText.parse(ip4: text) == nil)
    }

    @Test(
        "Text that is no usable multiaddr is refused with its reason",
        arguments: [
            ("", .empty), ("ip4/1.2.3.4/tcp/1", .malformedText), ("/", .malformedText),
            ("//", .malformedText),
            ("/ip4//tcp/1", .missingValue("ip4")), ("/ip4", .missingValue("ip4")),
            ("/ip4/1.2.3.4/tcp", .missingValue("tcp")), ("/ip4/1.2.3.4/tcp/", .missingValue("tcp")),
            ("/ip4/1.2.3.4/tcp/1/", .malformedText), ("/ip4/1.2.3.4//tcp/1", .malformedText),
            ("/ip4/1.2.3/tcp/1", .invalidValue("ip4")), ("/ip6/::g/tcp/1", .invalidValue("ip6")),
            ("/ip4/1.2.3.4/tcp/65536", .invalidValue("tcp")), ("/ip4/1.2.3.4/tcp/01", .invalidValue("tcp")),
            ("/ip4/1.2.3.4/tcp/-1", .invalidValue("tcp")), ("/ip4/1.2.3.4/tcp/+1", .invalidValue("tcp")),
            ("/ip4/1.2.3.4/tcp/1/p2p/x", .invalidValue("p2p")), ("/dns/a..b/tcp/1", .invalidValue("dns")),
            ("/dns4/-\u{1B}[0m/tcp/1", .invalidValue("dns4")), ("/dns/exämple/tcp/1", .invalidValue("dns")),
            ("/ip4/1.2.3.4/udp/1", .unsupported("udp")), ("/ip4/1.2.3.4/udp/1/quic-v1", .unsupported("udp")),
            ("/ip4/1.2.3.4/tcp/1/ws", .unsupported("ws")),
            ("/ip6zone/x/ip6/fe80::1", .unsupported("ip6zone")),
            ("/ip4/1.2.3.4/tcp/1/p2p-circuit", .unsupported("p2p-circuit")), ("/x", .unsupported("x")),
            (String(repeating: "/tcp/1", count: 9), .tooLong),
            (String(repeating: "/", count: 2049), .tooLong),
        ] as [(String, MultiaddrError)]
    )
    func malformedText(text: String, error: MultiaddrError) {
        #expect(throws: error) { try Multiaddr(text: text) }
    }

    @Test(
        "Bytes that are no usable multiaddr are refused with their reason",
        arguments: [
            ("", .empty), ("04", .malformedBytes), ("047f0000", .malformedBytes), ("0600", .malformedBytes),
            ("29" + String(repeating: "00", count: 15), .malformedBytes), ("8400", .malformedBytes),
            ("35", .malformedBytes), ("350461", .malformedBytes), ("3500", .invalidValue("dns")),
            ("350161ff", .malformedBytes), ("3501ff", .invalidValue("dns")),
            ("35022f61", .invalidValue("dns")),
            ("a5030100", .invalidValue("p2p")), ("a503ffffffffffffffff7f", .malformedBytes),
            ("91020fa1", .unsupported("number 273")), ("cc03", .unsupported("number 460")),
            (String(repeating: "060001", count: 9), .tooLong),
            (String(repeating: "06", count: 1025), .tooLong),
        ] as [(String, MultiaddrError)]
    )
    func malformedBytes(hex: String, error: MultiaddrError) throws {
        let bytes = try #require(Hex.decode(hex))
        #expect(throws: error) { try Multiaddr(bytes: bytes[...]) }
    }

    @Test("No change of one byte traps, and what is read writes the same bytes")
    func changes() throws {
        let bytes = try Multiaddr(text: "/dns4/a.example/tcp/4001/p2p/" + Self.peer).bytes
        for changed in oneByteChanges(of: bytes) {
            if let address = try? Multiaddr(bytes: changed[...]) {
                #expect(address.bytes == changed)
                #expect(try Multiaddr(text: address.description) == address)
            }
        }
        for prefix in properPrefixes(of: bytes) {
            if let address = try? Multiaddr(bytes: prefix) { #expect(address.bytes == Array(prefix)) }
        }
    }

    @Test("The limits are reached and not passed")
    func limits() throws {
        #expect(try Multiaddr(text: String(repeating: "/tcp/1", count: 8)).components.count == 8)
        let label = String(repeating: "a", count: 63)
        #expect(throws: Never.self) { try Multiaddr(text: "/dns/\(label)/tcp/1") }
        #expect(throws: MultiaddrError.invalidValue("dns")) { try Multiaddr(text: "/dns/\(label)a/tcp/1") }
        let name = [label, label, label, String(repeating: "b", count: 61)].joined(separator: ".")
        #expect(throws: Never.self) { try Multiaddr(text: "/dns/\(name)/tcp/1") }
        #expect(throws: Never.self) { try Multiaddr(text: "/dns/\(name)./tcp/1") }
        #expect(throws: MultiaddrError.invalidValue("dns")) { try Multiaddr(text: "/dns/\(name)b/tcp/1") }
    }

    @Test("The peer at the end can be read, added, replaced and taken away")
    func peers() throws {
        let plain = try Multiaddr(text: "/ip4/1.2.3.4/tcp/5")
        let peerID = try PeerID(text: Self.peer)
        let other = KeyPair(seed: [UInt8](repeating: 1, count: 32)).peerID
        let full = plain.withPeerID(peerID)
        #expect(full.description == "/ip4/1.2.3.4/tcp/5/p2p/" + Self.peer)
        #expect(full == (try Multiaddr(text: "/ip4/1.2.3.4/tcp/5/ipfs/" + Self.peer)))
        #expect(full.peerID == peerID && plain.peerID == nil)
        #expect(full.withPeerID(other).peerID == other)
        #expect(full.withPeerID(other).components.count == 3)
        #expect(full.withoutPeerID == plain && plain.withoutPeerID == plain)
        let bare = try Multiaddr(text: "/p2p/" + Self.peer)
        #expect(bare.withoutPeerID == bare)
    }

    @Test("A host and a TCP port are an endpoint, with or without a peer")
    func endpoints() throws {
        let cases: [(String, TCPEndpoint.Host?)] = [
            ("/ip4/1.2.3.4/tcp/5", .ip4([1, 2, 3, 4])),
            ("/ip4/1.2.3.4/tcp/5/p2p/" + Self.peer, .ip4([1, 2, 3, 4])),
            ("/ip6/::/tcp/5", .ip6([UInt8](repeating: 0, count: 16))), ("/dns/a/tcp/5", .name("a", .any)),
            ("/dns4/a/tcp/5", .name("a", .ip4)), ("/dns6/a/tcp/5", .name("a", .ip6)),
            ("/dnsaddr/a/tcp/5", nil),
            ("/tcp/5", nil), ("/ip4/1.2.3.4", nil), ("/ip4/1.2.3.4/tcp/5/tcp/6", nil),
            ("/tcp/5/ip4/1.2.3.4", nil),
        ]
        for (text, host) in cases {
            let address = try Multiaddr(text: text)
            #expect(address.tcpEndpoint == host.map { TCPEndpoint(host: $0, port: 5) }, "\(text)")
            if let endpoint = address.tcpEndpoint { #expect(Multiaddr(endpoint) == address.withoutPeerID) }
        }
    }

    @Test("Addresses are ordered by their bytes")
    func order() throws {
        let addresses = try ["/ip4/1.2.3.4/tcp/1", "/ip4/1.2.3.4/tcp/2", "/ip6/::1/tcp/1", "/dns/a/tcp/1"]
            .map { try Multiaddr(text: $0) }
        #expect(addresses.reversed().sorted() == addresses)
    }
}
