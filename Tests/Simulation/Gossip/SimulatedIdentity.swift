import Net

/// Peer ids that carry a number: well-formed, of no key.
enum SimulatedIdentity {
    /// The multihash head of an Ed25519 key: identity, 36 bytes; then the protobuf head of the key.
    private static var head: [UInt8] { [0x00, 0x24, 0x08, 0x01, 0x12, 0x20] }

    static func peer(_ index: Int) -> PeerID {
        var bytes = head
        for shift in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: index >> (8 * shift))) }
        // The rest scatters the ids over the order they are compared by.
        var random = SimulationRandom(seed: UInt64(index))
        while bytes.count < 38 { bytes.append(UInt8(truncatingIfNeeded: random.next())) }
        do {
            return try PeerID(bytes: bytes[...])
        } catch {
            preconditionFailure("the bytes are an identity multihash of 36 bytes")
        }
    }

    static func index(_ peer: PeerID) -> Int {
        var index = 0
        for position in (6..<10).reversed() { index = index << 8 | Int(peer.bytes[position]) }
        return index
    }
}
