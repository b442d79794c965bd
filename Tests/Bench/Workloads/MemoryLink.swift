package import Net

/// Two peers in memory, the first of which dials the second: whatever one has to send, the other is given.
package struct MemoryLink<Client: TransportClient & ~Copyable>: ~Copyable {
    package var dialer: Client
    package var listener: Client
    private var ends = Ends()
    private var wire: [UInt8] = []

    /// Where the listener is said to listen.
    package let address = Multiaddr(TCPEndpoint(host: .ip4([127, 0, 0, 1]), port: 1))

    /// What the two call their connection, once there is one.
    private struct Ends {
        var listening: ListenerID?
        var dialled: ConnectionID?
        let accepted = ConnectionID(accepted: 1)
    }

    /// What a peer has asked for.
    private struct Wishes {
        var listening: ListenerID?
        var dialling: ConnectionID?
        var flushes = false
    }

    /// Joins them as soon as `listener` listens and `dialer` dials, whatever the addresses.
    package init(dialer: consuming Client, listener: consuming Client) {
        self.dialer = dialer
        self.listener = listener
    }

    /// Carries out what both have asked for; false when there was nothing. To be called again until then,
    /// with their events drained in between.
    package mutating func move(now: Instant) -> Bool {
        let far = Self.wishes(of: &listener)
        let near = Self.wishes(of: &dialer)
        if let id = far.listening {
            ends.listening = id
            listener.receive(.listening(id, [address]), now: now)
        }
        if let id = near.dialling, let listening = ends.listening {
            ends.dialled = id
            listener.receive(
                .accepted(ends.accepted, on: listening, local: address, remote: address),
                now: now
            )
            dialer.receive(.connected(id, local: nil, remote: address), now: now)
        }
        guard let dialled = ends.dialled else { return far.listening != nil }
        var hasMoved = near.dialling != nil
        if near.flushes {
            hasMoved =
                Self.carry(from: &dialer, dialled, to: &listener, ends.accepted, &wire, now) || hasMoved
        }
        if far.flushes {
            hasMoved =
                Self.carry(from: &listener, ends.accepted, to: &dialer, dialled, &wire, now) || hasMoved
        }
        return hasMoved
    }

    private static func wishes(of client: inout Client) -> Wishes {
        var wishes = Wishes()
        while let effect = client.pollEffect() {
            switch effect {
            case .listen(let id, _): wishes.listening = id
            case .connect(let id, _): wishes.dialling = id
            case .flush: wishes.flushes = true
            default: break
            }
        }
        return wishes
    }

    private static func carry(
        from: inout Client,
        _ source: ConnectionID,
        to: inout Client,
        _ target: ConnectionID,
        _ wire: inout [UInt8],
        _ now: Instant
    ) -> Bool {
        wire = from.takeOutbound(source, replacement: wire)
        guard !wire.isEmpty else { return false }
        to.receive(wire[...], on: target, now: now)
        from.receive(.sent(source, byteCount: wire.count), now: now)
        return true
    }
}
