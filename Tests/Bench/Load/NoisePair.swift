import Net

/// Two ends of a Noise channel in memory.
struct NoisePair {
    var initiator: NoiseTransport
    var responder: NoiseTransport

    /// Shakes hands between two fixed identities.
    init() throws {
        (initiator, responder) = try Self.shakeHands(Self.identity(1), Self.identity(2), number: 0)
    }

    static func identity(_ number: UInt8) -> NoiseIdentity {
        NoiseIdentity(
            keyPair: KeyPair(seed: [UInt8](repeating: number, count: 32)),
            staticKey: [UInt8](repeating: number &+ 100, count: 32)
        )
    }

    /// One whole XX handshake, both sides of it.
    static func shakeHands(
        _ first: NoiseIdentity,
        _ second: NoiseIdentity,
        number: UInt64
    ) throws -> (NoiseTransport, NoiseTransport) {
        func key(_ side: UInt8) -> [UInt8] {
            withUnsafeBytes(of: number) { Array($0) } + [UInt8](repeating: side, count: 24)
        }
        func half(_ role: NoiseRole, _ identity: NoiseIdentity, _ side: UInt8) -> NoiseHandshake {
            NoiseHandshake(
                role: role,
                identity: identity,
                ephemeralKey: key(side),
                muxers: [YamuxConnection.protocolID],
                expectedPeer: nil
            )
        }
        var initiator = half(.initiator, first, 1)
        var responder = half(.responder, second, 2)
        _ = try responder.receive(initiator.takeOutbound()[...])
        guard case .finished(let session, _) = try initiator.receive(responder.takeOutbound()[...]) else {
            throw BenchmarkError("the initiator is not done after message two")
        }
        var transport = session.transport
        let last = initiator.takeOutbound() + (try transport.takeOutbound())
        guard case .finished(let other, _) = try responder.receive(last[...]) else {
            throw BenchmarkError("the responder is not done after message three")
        }
        return (transport, other.transport)
    }
}
