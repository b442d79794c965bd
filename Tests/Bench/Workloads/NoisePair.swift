package import Net

/// Two ends of a Noise channel in memory.
package struct NoisePair {
    /// The side that spoke first.
    package var initiator: NoiseTransport
    /// The other side.
    package var responder: NoiseTransport

    /// An identity that belongs to the number.
    package static func identity(_ number: UInt8) -> LocalNoiseIdentity {
        LocalNoiseIdentity(
            keyPair: KeyPair(seed: [UInt8](repeating: number, count: 32)),
            staticKey: [UInt8](repeating: number &+ 100, count: 32)
        )
    }

    /// One whole XX handshake, both sides of it; nil when it fails.
    ///
    /// - Parameter number: Makes the ephemeral keys.
    package static func shakeHands(
        _ first: LocalNoiseIdentity,
        _ second: LocalNoiseIdentity,
        number: UInt64
    ) -> NoisePair? {
        var initiator = half(.initiator, first, ephemeralKey(number, 1))
        var responder = half(.responder, second, ephemeralKey(number, 2))
        do throws(NoiseError) {
            _ = try responder.receive(initiator.takeOutbound()[...])
            guard case .finished(let session, _) = try initiator.receive(responder.takeOutbound()[...]) else {
                return nil
            }
            var transport = session.transport
            let last = initiator.takeOutbound() + (try transport.takeOutbound())
            guard case .finished(let other, _) = try responder.receive(last[...]) else { return nil }
            return NoisePair(initiator: transport, responder: other.transport)
        } catch {
            return nil
        }
    }

    private static func half(_ role: NoiseRole, _ identity: LocalNoiseIdentity, _ key: [UInt8])
        -> NoiseHandshake
    {
        NoiseHandshake(
            role: role,
            identity: identity,
            ephemeralKey: key,
            muxers: [YamuxConnection.protocolID],
            expectedPeer: nil
        )
    }

    private static func ephemeralKey(_ number: UInt64, _ side: UInt8) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } + [UInt8](repeating: side, count: 24)
    }
}
