import Net
import Testing

@Suite("What a dnsaddr stands for")
struct DNSAddrSearchTests {
    private static let peers = (1...3).map { KeyPair(seed: [UInt8](repeating: $0, count: 32)).peerID }

    private func search(_ text: String) throws -> DNSAddrSearch {
        try #require(DNSAddrSearch(try Multiaddr(text: text)))
    }

    /// Runs the search against a table of records; returns its end and the names that were looked up.
    private func run(
        _ text: String,
        _ table: [String: [String]]
    ) throws -> (end: DNSAddrSearch.Action, lookups: [String]) {
        var search = try search(text)
        var lookups: [String] = []
        while true {
            let action = search.pollAction()
            guard case .lookUp(let name) = action else { return (action, lookups) }
            lookups.append(name)
            #expect(lookups.count <= DNSAddrSearch.maximumLookups)
            if let records = table[name] {
                search.receive(records.map { Array($0.utf8) })
            } else {
                search.receiveFailure(.nameNotFound)
            }
        }
    }

    private func addresses(_ texts: String...) throws -> DNSAddrSearch.Action {
        .finish(try texts.map { try Multiaddr(text: $0) })
    }

    @Test("Only a dnsaddr, with or without a peer behind it, is searched for")
    func form() throws {
        let peer = Self.peers[0].description
        for text in ["/ip4/1.2.3.4/tcp/1", "/dnsaddr/a.test/tcp/5", "/dns/a.test/tcp/1", "/p2p/\(peer)"] {
            #expect(DNSAddrSearch(try Multiaddr(text: text)) == nil)
        }
        #expect(DNSAddrSearch(try Multiaddr(text: "/dnsaddr/a.test/p2p/\(peer)")) != nil)
    }

    @Test("Records in their order; those of other purposes and protocols, and repeated ones, are passed over")
    func records() throws {
        let (end, lookups) = try run(
            "/dnsaddr/a.test",
            [
                "_dnsaddr.a.test": [
                    "dnsaddr=/ip6/::1/tcp/2", "v=spf1", "dnsaddr=", "dnsaddr=/ip4/1.2.3.4/udp/4/quic-v1", "",
                    "dnsaddr=/dns4/b.test/tcp/3", "dnsaddr=/ip6/::1/tcp/2", "DNSADDR=/ip4/1.2.3.4/tcp/9",
                    "dnsaddr=/p2p/" + Self.peers[0].description,
                ]
            ]
        )
        #expect(end == (try addresses("/ip6/::1/tcp/2", "/dns4/b.test/tcp/3")))
        #expect(lookups == ["_dnsaddr.a.test"])
    }

    @Test("A peer behind the name lets only its own addresses count, through every level")
    func suffix() throws {
        let (a, b) = (Self.peers[0].description, Self.peers[1].description)
        let table = [
            "_dnsaddr.a.test": [
                "dnsaddr=/ip4/1.1.1.1/tcp/1", "dnsaddr=/ip4/2.2.2.2/tcp/2/p2p/\(b)",
                "dnsaddr=/dnsaddr/c.test/p2p/\(a)", "dnsaddr=/dnsaddr/d.test/p2p/\(b)",
                "dnsaddr=/dnsaddr/e.test",
            ],
            "_dnsaddr.c.test": [
                "dnsaddr=/ip4/3.3.3.3/tcp/3/p2p/\(a)", "dnsaddr=/ip4/4.4.4.4/tcp/4/p2p/\(b)",
            ],
        ]
        let (end, lookups) = try run("/dnsaddr/a.test/p2p/\(a)", table)
        #expect(end == (try addresses("/ip4/3.3.3.3/tcp/3/p2p/\(a)")))
        #expect(lookups == ["_dnsaddr.a.test", "_dnsaddr.c.test"])
        #expect(
            try run("/dnsaddr/a.test/p2p/\(Self.peers[2].description)", table).end == .fail(.dnsaddrEmpty)
        )
    }

    @Test("Loops end, chains are followed four deep")
    func depth() throws {
        let loop = [
            "_dnsaddr.a.test": ["dnsaddr=/dnsaddr/b.test"], "_dnsaddr.b.test": ["dnsaddr=/dnsaddr/a.test"],
        ]
        let looped = try run("/dnsaddr/a.test", loop)
        #expect(looped.end == .fail(.dnsaddrEmpty))
        #expect(looped.lookups.count == 2)
        for (length, isReached) in [(3, true), (4, false)] {
            var chain: [String: [String]] = [:]
            for level in 0..<length {
                chain["_dnsaddr.n\(level).test"] = ["dnsaddr=/dnsaddr/n\(level + 1).test"]
            }
            chain["_dnsaddr.n\(length).test"] = ["dnsaddr=/ip4/1.1.1.1/tcp/1"]
            let end = try run("/dnsaddr/n0.test", chain).end
            #expect(end == (isReached ? try addresses("/ip4/1.1.1.1/tcp/1") : .fail(.dnsaddrEmpty)))
        }
    }

    @Test("Look-ups, records and addresses are bounded")
    func bounds() throws {
        let fan = (0..<100).map { "dnsaddr=/dnsaddr/f\($0).test" }
        var table = ["_dnsaddr.a.test": fan]
        for index in 0..<100 { table["_dnsaddr.f\(index).test"] = fan }
        let fanned = try run("/dnsaddr/a.test", table)
        #expect(fanned.lookups.count == DNSAddrSearch.maximumLookups)
        let many = (1...100).map { "dnsaddr=/ip4/1.1.1.1/tcp/\($0)" }
        let (end, _) = try run("/dnsaddr/a.test", ["_dnsaddr.a.test": many])
        guard case .finish(let addresses) = end else {
            Issue.record("no addresses")
            return
        }
        #expect(addresses.count == DNSAddrSearch.maximumAddresses)
        let late = (0..<40).map { $0 < 32 ? "x" : "dnsaddr=/ip4/1.1.1.1/tcp/\($0)" }
        #expect(try run("/dnsaddr/a.test", ["_dnsaddr.a.test": late]).end == .fail(.dnsaddrEmpty))
        let long = "dnsaddr=/dns4/" + String(repeating: "a", count: 3_000) + "/tcp/1"
        #expect(try run("/dnsaddr/a.test", ["_dnsaddr.a.test": [long]]).end == .fail(.dnsaddrEmpty))
    }

    @Test("A failed look-up matters only when nothing was found")
    func failures() throws {
        #expect(try run("/dnsaddr/a.test", [:]).end == .fail(.nameNotFound))
        let table = ["_dnsaddr.a.test": ["dnsaddr=/dnsaddr/gone.test", "dnsaddr=/ip4/1.1.1.1/tcp/1"]]
        #expect(try run("/dnsaddr/a.test", table).end == (try addresses("/ip4/1.1.1.1/tcp/1")))
    }
}
