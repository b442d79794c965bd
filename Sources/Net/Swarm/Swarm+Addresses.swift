/// Peers that are known by their id and reached by the addresses that were learnt of them.
extension Swarm {
    /// How many of a peer's addresses are tried at a time.
    private static let addressesPerDial = 4

    /// Remembers where a peer may be reached.
    ///
    /// - Parameters:
    ///   - addresses: With or without `/p2p`; those that cannot be dialled are passed over.
    ///   - peer: Whose addresses they are.
    ///   - source: How far they are believed; decides how long they are remembered and in which order they are tried.
    ///   - now: The driver's time.
    public func addAddresses(
        _ addresses: [Multiaddr],
        of peer: PeerID,
        source: AddressSource,
        now: Instant
    ) {
        clock = now
        guard peer != localPeer else { return }
        addressBook.add(addresses, of: peer, source: source, now: now)
    }

    /// Where the peer may be reached, the most trusted address first, without `/p2p`.
    public func addresses(of peer: PeerID, now: Instant) -> [Multiaddr] {
        addressBook.addresses(of: peer, now: now)
    }

    /// Dials a peer once at the addresses that are known of it. Answered by `.connected`, or by one `.dialFailed` for each
    /// address tried.
    ///
    /// - Returns: Whether there is an address to try, or the peer is connected already.
    @discardableResult
    public func dial(_ peer: PeerID, now: Instant) -> Bool {
        clock = now
        guard peer != localPeer else { return false }
        guard peers[peer] == nil else { return true }
        let known = addresses(of: peer, now: now).prefix(Self.addressesPerDial)
        for address in known {
            dial(address.withPeerID(peer), keep: false, now: now)
        }
        return !known.isEmpty
    }

    // MARK: - Signed records (libp2p specs, RFC 0003)

    /// Remembers the addresses of a peer record that came in a signed envelope, if the peer itself has signed it and it is
    /// not older than what is known.
    ///
    /// - Returns: Whether it was believed.
    @discardableResult
    public func addSignedRecord(_ envelope: [UInt8], of peer: PeerID, now: Instant) -> Bool {
        clock = now
        let record: PeerRecord
        do throws(EnvelopeError) {
            record = try PeerRecord(envelope: envelope[...])
        } catch {
            return false
        }
        guard record.peerID == peer, peer != localPeer else { return false }
        if let known = peers[peer]?.record, known.sequenceNumber > record.sequenceNumber { return false }
        // Kept for connected peers only, whose number is bounded (GHSA-gcq9-qqwx-rgj3).
        peers[peer]?.record = (record.sequenceNumber, envelope)
        addressBook.add(record.addresses, of: peer, source: .signedRecord, now: now)
        return true
    }

    /// The envelope with the latest record that a connected peer has signed, to be passed on to others.
    public func signedRecord(of peer: PeerID) -> [UInt8]? {
        peers[peer]?.record?.envelope
    }

    /// Our own record in its envelope; `nil` when none is to be sent.
    func signedRecord() -> [UInt8]? {
        guard let first = configuration.recordSequenceNumber, !listeners.isEmpty else { return nil }
        if ownRecord == nil {
            let record = PeerRecord(
                peerID: localPeer,
                sequenceNumber: first &+ recordChanges,
                addresses: listenAddresses
            )
            ownRecord = record.envelope(signedBy: identity)
        }
        return ownRecord
    }
}
