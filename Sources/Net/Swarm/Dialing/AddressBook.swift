import HearsayCollections

/// Where peers may be reached: addresses with their source and the instant at which they are forgotten.
///
/// What peers say is bounded twice, per peer and over all peers, so that nobody can fill the book
/// (GHSA-gcq9-qqwx-rgj3). When it is full, the peer whose addresses expire first makes room.
struct AddressBook {
    /// Addresses remembered of one peer.
    static let maximumAddressesPerPeer = 16
    /// Peers remembered.
    static let maximumPeers = 1_024

    private struct Entry {
        let address: Multiaddr
        var source: AddressSource
        var expiry: Instant
    }

    private struct Page {
        var entries: [Entry]
        /// When the last entry expires.
        var expiry: Instant
    }

    private var pages: [PeerID: Page] = Dictionary()

    /// How many peers have an address here.
    var peerCount: Int { pages.count }

    /// Remembers addresses, or extends them. Those that cannot be dialled are skipped, and so are those
    /// that name another peer.
    mutating func add(_ addresses: [Multiaddr], of peer: PeerID, source: AddressSource, now: Instant) {
        let expiry = now + source.lifetime
        var page = pages[peer] ?? Page(entries: [], expiry: expiry)
        page.entries.removeAll { $0.expiry <= now }
        for address in addresses.prefix(Self.maximumAddressesPerPeer) {
            guard address.tcpEndpoint != nil, address.peerID == nil || address.peerID == peer else {
                continue
            }
            let plain = address.withoutPeerID
            if let index = page.entries.firstIndex(where: { $0.address == plain }) {
                page.entries[index].source = max(page.entries[index].source, source)
                page.entries[index].expiry = max(page.entries[index].expiry, expiry)
            } else {
                page.entries.append(Entry(address: plain, source: source, expiry: expiry))
            }
        }
        guard !page.entries.isEmpty else {
            pages[peer] = nil
            return
        }
        page.entries = Array(Self.ranked(page.entries).prefix(Self.maximumAddressesPerPeer))
        page.expiry = page.entries.reduce(now) { max($0, $1.expiry) }
        if pages[peer] == nil { makeRoom() }
        pages[peer] = page
    }

    /// The addresses of a peer that have not expired, the most trusted first.
    func addresses(of peer: PeerID, now: Instant) -> [Multiaddr] {
        (pages[peer]?.entries ?? []).filter { $0.expiry > now }.map { $0.address }
    }

    private mutating func makeRoom() {
        guard pages.count >= Self.maximumPeers else { return }
        let first = pages.min { left, right in
            left.value.expiry == right.value.expiry
                ? left.key < right.key : left.value.expiry < right.value.expiry
        }
        if let first { pages[first.key] = nil }
    }

    private static func ranked(_ entries: [Entry]) -> [Entry] {
        entries.ordered { left, right in
            if left.source != right.source { return left.source > right.source }
            if left.expiry != right.expiry { return left.expiry > right.expiry }
            return left.address < right.address
        }
    }
}
