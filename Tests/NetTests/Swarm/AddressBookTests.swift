import Testing

@testable import Net

@Suite("The address book")
struct AddressBookTests {
    private static let peers = (1...3).map { KeyPair(seed: [UInt8](repeating: $0, count: 32)).peerID }
    private let peer = peers[0]

    private func address(_ port: Int) throws -> Multiaddr {
        try Multiaddr(text: "/ip4/192.0.2.1/tcp/\(port)")
    }

    @Test(
        "An address is forgotten after the lifetime of its source, not before",
        arguments: [
            (AddressSource.peerExchange, Int64(600)), (.identify, 1_800), (.signedRecord, 3_600),
            (.dialled, 86_400),
        ]
    )
    func expiry(source: AddressSource, seconds: Int64) throws {
        var book = AddressBook()
        book.add([try address(1)], of: peer, source: source, now: .origin)
        let end = Instant.origin + .seconds(seconds)
        #expect(book.addresses(of: peer, now: end - Interval(nanoseconds: 1)) == [try address(1)])
        #expect(book.addresses(of: peer, now: end) == [])
    }

    @Test("Hearing of an address again prolongs it and never lowers its source")
    func prolonged() throws {
        var book = AddressBook()
        book.add([try address(1)], of: peer, source: .signedRecord, now: .origin)
        book.add([try address(2)], of: peer, source: .identify, now: .origin)
        #expect(book.addresses(of: peer, now: .origin + .seconds(1)) == [try address(1), try address(2)])
        book.add([try address(1)], of: peer, source: .peerExchange, now: .origin + .seconds(3_500))
        book.add([try address(3)], of: peer, source: .peerExchange, now: .origin + .seconds(3_500))
        #expect(book.addresses(of: peer, now: .origin + .seconds(3_500)) == [try address(1), try address(3)])
        #expect(book.addresses(of: peer, now: .origin + .seconds(4_000)) == [try address(1), try address(3)])
        #expect(book.addresses(of: peer, now: .origin + .seconds(4_100)) == [])
    }

    @Test("The most trusted come first, and push the least trusted out of a full page")
    func ranking() throws {
        var book = AddressBook()
        let limit = AddressBook.maximumAddressesPerPeer
        book.add(try (1...limit).map(address), of: peer, source: .peerExchange, now: .origin)
        book.add([try address(99)], of: peer, source: .dialled, now: .origin)
        let addresses = book.addresses(of: peer, now: .origin)
        #expect(addresses.count == limit)
        #expect(addresses.first == (try address(99)))
        book.add(try (200...300).map(address), of: Self.peers[1], source: .identify, now: .origin)
        #expect(book.addresses(of: Self.peers[1], now: .origin).count == limit)
    }

    @Test("What cannot be dialled, or names another peer, is passed over; the peer's own id is dropped")
    func refused() throws {
        var book = AddressBook()
        let wrong = try address(1).withPeerID(Self.peers[1])
        let nowhere = try Multiaddr(text: "/p2p/" + peer.description)
        book.add(
            [wrong, nowhere, try Multiaddr(text: "/dnsaddr/a.test")],
            of: peer,
            source: .dialled,
            now: .origin
        )
        #expect(book.peerCount == 0)
        book.add([try address(2).withPeerID(peer)], of: peer, source: .dialled, now: .origin)
        #expect(book.addresses(of: peer, now: .origin) == [try address(2)])
    }

    @Test("A full book evicts the peer whose addresses expire first")
    func full() throws {
        var book = AddressBook()
        var random = SeededRandom(seed: 1)
        var others: [PeerID] = []
        for index in 0..<AddressBook.maximumPeers {
            let other = KeyPair(seed: random.bytes(32)).peerID
            others.append(other)
            let heard = Instant.origin + .seconds(Int64(index))
            book.add([try address(1)], of: other, source: .identify, now: heard)
        }
        let now = Instant.origin + .seconds(1_100)
        book.add([try address(1)], of: peer, source: .identify, now: now)
        #expect(book.peerCount == AddressBook.maximumPeers)
        #expect(book.addresses(of: others[0], now: now) == [])
        #expect(book.addresses(of: others[1], now: now) == [try address(1)])
        #expect(book.addresses(of: peer, now: now) == [try address(1)])
    }
}
