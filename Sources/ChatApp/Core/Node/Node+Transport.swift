import Gossip
public import Net

/// What the driver calls: passed on to the swarm, after which everything inside is settled.
extension Node {
    public func acceptConnection(
        on listener: ListenerID,
        local: Multiaddr,
        remote: Multiaddr,
        now: Instant
    ) -> ConnectionID? {
        defer { settle(now: now) }
        return swarm.acceptConnection(on: listener, local: local, remote: remote, now: now)
    }

    public func receive(_ input: TransportInput, now: Instant) {
        swarm.receive(input, now: now)
        settle(now: now)
    }

    public func receive(_ bytes: ArraySlice<UInt8>, on connection: ConnectionID, now: Instant) {
        swarm.receive(bytes, on: connection, now: now)
        settle(now: now)
    }

    public func handleTimeout(now: Instant) {
        if let deadline = swarm.nextDeadline, deadline <= now { swarm.handleTimeout(now: now) }
        if let deadline = router.nextDeadline, deadline <= now { router.handleTimeout(now: now) }
        streams.handleTimeout(now: now)
        settle(now: now)
    }

    public var nextDeadline: Instant? {
        var earliest: Instant?
        let streamDeadline = streams.nextDeadline(after: lastInstant)
        for deadline in [swarm.nextDeadline, router.nextDeadline, streamDeadline, closing.nextDeadline] {
            guard let deadline else { continue }
            earliest = min(earliest ?? deadline, deadline)
        }
        return closing.isClosed ? nil : earliest
    }

    public func pollEffect() -> TransportEffect? {
        swarm.pollEffect()
    }

    public func takeOutbound(_ connection: ConnectionID, replacement: consuming [UInt8]) -> [UInt8] {
        swarm.takeOutbound(connection, replacement: replacement)
    }
}
