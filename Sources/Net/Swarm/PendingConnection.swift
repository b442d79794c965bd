/// A connection that is not established yet: first a dial without a socket, if it is ours, then a handshake.
struct PendingConnection {
    /// How long the driver may take to connect. It ends its dials earlier; this is for one that does not
    /// answer.
    static let dialTimeout = Interval.seconds(20)

    private enum Phase {
        case dialing(deadline: Instant)
        case handshaking(ConnectionHandshake)
    }

    let direction: Direction
    /// The dialled address, or the one that was accepted from.
    let remote: Multiaddr
    private var phase: Phase

    /// A dial that the driver was asked for.
    init(dialling address: Multiaddr, now: Instant) {
        direction = .outbound
        remote = address
        phase = .dialing(deadline: now + Self.dialTimeout)
    }

    /// A socket that was accepted.
    init(accepted handshake: ConnectionHandshake) {
        direction = .inbound
        remote = handshake.remote
        phase = .handshaking(handshake)
    }

    /// Whether there is no socket yet.
    var isDialing: Bool {
        if case .dialing = phase { return true }
        return false
    }

    /// Whether it is a handshake that a peer began.
    var isInbound: Bool { direction == .inbound }

    /// When it must have ended.
    var deadline: Instant {
        switch phase {
        case .dialing(let deadline): deadline
        case .handshaking(let handshake): handshake.deadline
        }
    }

    /// The error for a deadline that has passed.
    var lateness: DialError {
        switch phase {
        case .dialing: .transport(.timedOut)
        case .handshaking: .handshake(.handshakeTimedOut)
        }
    }

    /// The dial has led to a socket.
    mutating func begin(_ handshake: ConnectionHandshake) {
        phase = .handshaking(handshake)
    }

    /// Receives bytes; returns the connection, when the handshake has succeeded. A throw is final.
    mutating func receive(_ bytes: ArraySlice<UInt8>) throws(ConnectionError) -> HandshakeResult? {
        guard case .handshaking(var handshake) = phase else { return nil }
        let result = try handshake.receive(bytes)
        phase = .handshaking(handshake)
        return result
    }

    /// The kernel took bytes.
    mutating func receiveSent(_ byteCount: Int, now: Instant) {
        guard case .handshaking(var handshake) = phase else { return }
        handshake.receiveSent(byteCount, now: now)
        phase = .handshaking(handshake)
    }

    /// Whether a flush should be announced to the driver now.
    mutating func announceFlush(now: Instant) -> Bool {
        guard case .handshaking(var handshake) = phase else { return false }
        defer { phase = .handshaking(handshake) }
        return handshake.announceFlush(now: now)
    }

    /// Moves out what is ready for the socket.
    mutating func takeOutbound() -> [UInt8] {
        guard case .handshaking(var handshake) = phase else { return [] }
        defer { phase = .handshaking(handshake) }
        return handshake.takeOutbound()
    }
}
