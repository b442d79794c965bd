import HearsayCollections

/// The connected peers: their connections, which of these carries new streams, and what they have told; and
/// which peers the program wants to keep.
struct PeerTable {
    private struct Entry {
        /// Oldest first; never empty.
        var connections: [ConnectionID]
        var carrier: ConnectionID
        var info: IdentifyInfo?
        var record: (sequenceNumber: UInt64, envelope: [UInt8])?
    }

    private var entries: [PeerID: Entry] = Dictionary()
    private var protections: [PeerID: [String]] = Dictionary()

    /// How many peers are connected.
    var count: Int { entries.count }

    /// The connected peers, in the order of their ids.
    var peers: [PeerID] { entries.keys.ordered() }

    /// Whether the peer is connected.
    func contains(_ peer: PeerID) -> Bool { entries[peer] != nil }

    // MARK: - Connections

    /// The connections of a peer, oldest first.
    func connections(of peer: PeerID) -> [ConnectionID] { entries[peer]?.connections ?? [] }

    /// The connection that carries the peer's new streams.
    func carrier(of peer: PeerID) -> ConnectionID? { entries[peer]?.carrier }

    /// Adds a connection; returns whether it is the peer's first, which then carries it.
    mutating func add(_ connection: ConnectionID, of peer: PeerID) -> Bool {
        guard entries[peer] != nil else {
            entries[peer] = Entry(connections: [connection], carrier: connection)
            return true
        }
        entries[peer]?.connections.append(connection)
        return false
    }

    /// Lets a connection of the peer's carry it; returns whether it did not before.
    mutating func setCarrier(_ connection: ConnectionID, of peer: PeerID) -> Bool {
        guard let present = entries[peer]?.carrier, present != connection else { return false }
        entries[peer]?.carrier = connection
        return true
    }

    /// Removes a connection; returns whether it was the peer's last. What the peer has told goes with it.
    mutating func remove(_ connection: ConnectionID, of peer: PeerID) -> Bool {
        entries[peer]?.connections.removeAll { $0 == connection }
        guard entries[peer]?.connections.isEmpty == true else { return false }
        entries[peer] = nil
        return true
    }

    // MARK: - What peers have told

    /// What a peer has said about itself.
    func info(of peer: PeerID) -> IdentifyInfo? { entries[peer]?.info }

    /// Merges what a peer says of itself; returns all of it if something is new.
    mutating func receive(_ message: IdentifyMessage, from peer: PeerID) -> IdentifyInfo? {
        guard let entry = entries[peer] else { return nil }
        var info =
            entry.info
            ?? IdentifyInfo(
                protocolVersion: "",
                agentVersion: "",
                listenAddresses: [],
                protocols: [],
                observedAddress: nil
            )
        message.apply(to: &info)
        guard info != entry.info else { return nil }
        entries[peer]?.info = info
        return info
    }

    /// The envelope of the latest record that a connected peer has signed.
    func envelope(of peer: PeerID) -> [UInt8]? { entries[peer]?.record?.envelope }

    /// Takes a record that the peer has signed, and keeps it while the peer is connected: so their number is
    /// bounded (GHSA-gcq9-qqwx-rgj3).
    ///
    /// - Returns: Whether it is to be believed: nothing newer is known.
    mutating func receive(_ record: PeerRecord, envelope: [UInt8]) -> Bool {
        if let known = entries[record.peerID]?.record, known.sequenceNumber > record.sequenceNumber {
            return false
        }
        entries[record.peerID]?.record = (record.sequenceNumber, envelope)
        return true
    }

    // MARK: - Protection

    /// Whether the program wants to keep the peer, connected or not.
    func isProtected(_ peer: PeerID) -> Bool { protections[peer] != nil }

    mutating func protect(_ peer: PeerID, tag: String) {
        if protections[peer]?.contains(tag) != true { protections[peer, default: []].append(tag) }
    }

    mutating func unprotect(_ peer: PeerID, tag: String) {
        protections[peer]?.removeAll { $0 == tag }
        if protections[peer]?.isEmpty == true { protections[peer] = nil }
    }
}
