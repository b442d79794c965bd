/// Finds out what a `/dnsaddr` address stands for, without asking anybody itself (libp2p specs,
/// `addressing/README.md`, "dnsaddr").
///
/// The TXT records of `_dnsaddr.NAME` hold addresses, one each:
/// `dnsaddr=/ip4/192.0.2.1/tcp/4001/p2p/12D3KooW…`; one that is a `/dnsaddr` again is followed. Where an
/// address names a peer, only records that name the same one count. Whoever writes the records is not
/// believed more than need be: look-ups, their depth, records and addresses are bounded.
///
/// Ask `pollAction`, carry it out, report `receive` or `receiveFailure`, and ask again, until it is `finish`
/// or `fail`.
package struct DNSAddrSearch: Sendable {
    /// What the driver has to do.
    package enum Action: Hashable, Sendable {
        /// Look the TXT records of that name up.
        case lookUp(String)
        /// These are the addresses, in the order of the records: each with a host, a port and perhaps the
        /// peer.
        case finish([Multiaddr])
        /// There is no address.
        case fail(TransportError)
    }

    /// The most look-ups in all.
    package static let maximumLookups = 32
    /// How many look-ups may follow from one another.
    package static let maximumDepth = 4
    /// The most records that are read of one name.
    package static let maximumRecords = 32
    /// The most addresses that are returned.
    package static let maximumAddresses = AddressRace.maximumAddresses

    private struct Lookup: Hashable {
        let name: String
        let peer: PeerID?
    }

    private var waiting: [(lookup: Lookup, depth: Int)]
    private var current: (lookup: Lookup, depth: Int)?
    private var seen: Set<Lookup>
    private var addresses: [Multiaddr] = []
    private var lastError: TransportError?

    /// A search for what `address` stands for; `nil` when that is no `/dnsaddr`, with or without `/p2p`
    /// behind it.
    package init?(_ address: Multiaddr) {
        guard let name = address.dnsaddrName else { return nil }
        let lookup = Lookup(name: name, peer: address.peerID)
        waiting = [(lookup, 1)]
        seen = [lookup]
    }

    /// The next action.
    package mutating func pollAction() -> Action {
        if let current { return .lookUp("_dnsaddr." + current.lookup.name) }
        if !waiting.isEmpty, addresses.count < Self.maximumAddresses {
            let next = waiting.removeFirst()
            current = next
            return .lookUp("_dnsaddr." + next.lookup.name)
        }
        guard addresses.isEmpty else { return .finish(addresses) }
        return .fail(lastError ?? .dnsaddrEmpty)
    }

    /// Receives the TXT records of the name that was to be looked up, each with its strings joined.
    package mutating func receive(_ records: [[UInt8]]) {
        guard let (lookup, depth) = current else { return }
        current = nil
        for record in records.prefix(Self.maximumRecords) {
            guard let address = Self.address(in: record) else { continue }
            if let peer = lookup.peer, address.peerID != peer { continue }
            if let name = address.dnsaddrName {
                follow(Lookup(name: name, peer: address.peerID), depth: depth + 1)
            } else if address.tcpEndpoint != nil, addresses.count < Self.maximumAddresses,
                !addresses.contains(address)
            {
                addresses.append(address)
            }
        }
    }

    /// The name could not be looked up.
    package mutating func receiveFailure(_ error: TransportError) {
        current = nil
        lastError = error
    }

    private mutating func follow(_ lookup: Lookup, depth: Int) {
        guard depth <= Self.maximumDepth, seen.count < Self.maximumLookups, seen.insert(lookup).inserted
        else { return }
        waiting.append((lookup, depth))
    }

    /// The address of a record; `nil` for a record of another purpose, or with an address that is not ours to
    /// dial.
    private static func address(in record: [UInt8]) -> Multiaddr? {
        let prefix = Array("dnsaddr=".utf8)
        guard record.starts(with: prefix), record.count <= prefix.count + Multiaddr.maximumTextBytes else {
            return nil
        }
        do throws(MultiaddrError) {
            return try Multiaddr(text: String(decoding: record.dropFirst(prefix.count), as: UTF8.self))
        } catch {
            return nil
        }
    }
}
