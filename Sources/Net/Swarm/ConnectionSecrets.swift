/// Secrets for the handshakes and pings of connections: nobody may guess them.
struct ConnectionSecrets {
    private let identity: LocalNoiseIdentity
    private var random: SeededRandom
    private let handshakeTimeout: Interval

    /// - Parameter random: Used here alone.
    init(identity: LocalNoiseIdentity, random: SeededRandom, handshakeTimeout: Interval) {
        self.identity = identity
        self.random = random
        self.handshakeTimeout = handshakeTimeout
    }

    /// The handshake of a socket, with an ephemeral key of its own.
    mutating func handshake(
        _ id: ConnectionID,
        _ direction: Direction,
        _ remote: Multiaddr,
        expectedPeer: PeerID?,
        now: Instant
    ) -> ConnectionHandshake {
        ConnectionHandshake(
            id: id,
            direction: direction,
            remote: remote,
            expectedPeer: expectedPeer,
            identity: identity,
            ephemeralKey: random.bytes(NoiseHandshake.ephemeralKeyBytes),
            deadline: now + handshakeTimeout
        )
    }

    /// The bytes of one ping.
    mutating func pingPayload() -> [UInt8] {
        random.bytes(PingInitiator.payloadBytes)
    }
}
