/// Our own signed peer record (libp2p specs, RFC 0003), made anew when our addresses have changed.
struct LocalRecord {
    private let identity: KeyPair
    /// The number of the next record; `nil` where none are made.
    private var sequenceNumber: UInt64?
    private var envelope: [UInt8]?

    /// No record yet.
    ///
    /// - Parameter firstSequenceNumber: The number of the first one; `nil` for no records at all.
    init(identity: KeyPair, firstSequenceNumber: UInt64?) {
        self.identity = identity
        sequenceNumber = firstSequenceNumber
    }

    /// Our addresses have changed: the next record has a higher number.
    mutating func receiveChange() {
        sequenceNumber = sequenceNumber.map { $0 &+ 1 }
        envelope = nil
    }

    /// The record in its envelope; `nil` where none is to be sent.
    mutating func envelope(for addresses: [Multiaddr]) -> [UInt8]? {
        guard let sequenceNumber else { return nil }
        if envelope == nil {
            let record = PeerRecord(
                peerID: identity.peerID,
                sequenceNumber: sequenceNumber,
                addresses: addresses
            )
            envelope = record.envelope(signedBy: identity)
        }
        return envelope
    }
}
