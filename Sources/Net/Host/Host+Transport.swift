internal import DequeModule

/// A host as its driver sees it.
extension Host: TransportClient {
    /// Asks whether an accepted connection may stay.
    public func acceptConnection(
        on listener: ListenerID,
        local: Multiaddr,
        remote: Multiaddr,
        now: Instant
    ) -> ConnectionID? {
        advance(to: now)
        return swarm.acceptConnection(on: listener, local: local, remote: remote, now: now)
    }

    /// Receives everything that is not bytes.
    public func receive(_ input: TransportInput, now: Instant) {
        advance(to: now)
        swarm.receive(input, now: now)
    }

    /// Receives bytes from a socket.
    public func receive(_ bytes: ArraySlice<UInt8>, on connection: ConnectionID, now: Instant) {
        advance(to: now)
        swarm.receive(bytes, on: connection, now: now)
    }

    /// Does what is due.
    public func handleTimeout(now: Instant) {
        advance(to: now)
        swarm.handleTimeout(now: now)
        expireRequests()
        if let instant = timer, instant <= now {
            timer = nil
            events.append(.timer)
        }
    }

    /// When `handleTimeout` is wanted next.
    public var nextDeadline: Instant? {
        var earliest = swarm.nextDeadline ?? .distantFuture
        if let instant = timer { earliest = min(earliest, instant) }
        // Most requests are answered long before; theirs are looked at when they would have been late.
        if let first = requestDeadlines.first { earliest = min(earliest, first.instant) }
        return earliest == .distantFuture ? nil : earliest
    }

    /// The next effect to carry out.
    public func pollEffect() -> TransportEffect? {
        swarm.pollEffect()
    }

    /// Moves out what is ready for a socket.
    public func takeOutbound(_ connection: ConnectionID, replacement: consuming [UInt8]) -> [UInt8] {
        swarm.takeOutbound(connection, replacement: replacement)
    }
}
