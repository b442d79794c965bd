/// What does not change in the life of an established connection.
struct ConnectionFacts {
    let id: ConnectionID
    /// Who is at the other end, proved by the handshake.
    let peer: PeerID
    let direction: Direction
    /// The dialled address, or the one that was accepted from.
    let remote: Multiaddr
    let establishedAt: Instant
}
