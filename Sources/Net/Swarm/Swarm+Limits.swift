internal import DequeModule

/// What a swarm tolerates: idleness, numbers of connections, memory.
extension Swarm {
    /// How long a connection must have been unused before it may be closed to make room.
    private static let unusedBeforeTrimming = Interval.seconds(30)

    // MARK: - Idleness

    /// When a connection is to be closed for want of use, if nothing changes.
    func unusedDeadline(of connection: Connection) -> Instant? {
        guard connection.applicationStreamCount == 0 else { return nil }
        if let since = connection.notes.redundantSince {
            return max(since, connection.notes.lastUsed) + Self.redundancyGrace
        }
        guard let timeout = configuration.idleTimeout, !isProtected(connection.peer) else { return nil }
        return connection.notes.lastUsed + timeout
    }

    /// Closes the connection if it has been unused for too long.
    func closeIfUnused(_ connection: Connection) {
        guard let deadline = unusedDeadline(of: connection), deadline <= clock else { return }
        close(connection, reason: .idle)
    }

    /// Whether connections of the peer are kept, whether they are used or not.
    private func isProtected(_ peer: PeerID) -> Bool {
        protections[peer] != nil || dialer.keeps(peer)
    }

    // MARK: - Handshakes

    /// Whether another accepted connection may begin its handshake. When too many have, one of them is given up for it, so
    /// that connections that say nothing lock nobody else out.
    func hasRoomForHandshake() -> Bool {
        guard tally.pendingInbound >= configuration.limits.pendingInbound else { return true }
        guard let id = mostDispensableHandshake else { return false }
        failUpgrade(id, .limitReached(.pendingConnections))
        return true
    }

    /// The oldest handshake of the host that has the most of them.
    private var mostDispensableHandshake: ConnectionID? {
        var hosts: [Multiaddr.Component: (count: Int, oldest: ConnectionID)] = [:]
        for (id, upgrade) in upgrades where upgrade.direction == .inbound {
            guard let host = upgrade.remote.components.first else { continue }
            let known = hosts[host] ?? (count: 0, oldest: id)
            hosts[host] = (count: known.count + 1, oldest: min(known.oldest, id))
        }
        return hosts.values.max { ($0.count, $1.oldest) < ($1.count, $0.oldest) }?.oldest
    }

    // MARK: - Numbers

    /// Whether another connection may be established; an unused one is closed if that makes room.
    func hasRoom(for direction: Direction) -> Bool {
        let limits = configuration.limits
        let isFull =
            established.count >= limits.established
            || (direction == .inbound && tally.establishedInbound >= limits.establishedInbound)
        return !isFull || trimOne(direction)
    }

    /// The limit that forbids a connection with this peer.
    func limitReached(by peer: PeerID, _ direction: Direction) -> SwarmLimit? {
        if (peers[peer]?.connections.count ?? 0) >= configuration.limits.establishedPerPeer {
            return .connectionsPerPeer
        }
        return !isShuttingDown && hasRoom(for: direction) ? nil : .connections
    }

    /// Closes the connection that has been unused for longest, if there is one that nobody wants.
    private func trimOne(_ direction: Direction) -> Bool {
        var candidate: Connection?
        for connection in established.values {
            guard direction == .outbound || connection.direction == .inbound,
                connection.applicationStreamCount == 0, !isProtected(connection.peer),
                connection.notes.lastUsed + Self.unusedBeforeTrimming <= clock
            else { continue }
            let isOlder = candidate.map { Self.order(connection) < Self.order($0) } ?? true
            if isOlder { candidate = connection }
        }
        guard let candidate else { return false }
        tally.totalTrimmed += 1
        close(candidate, reason: .trimmed)
        return true
    }

    private static func order(_ connection: Connection) -> (Instant, ConnectionID) {
        (connection.notes.lastUsed, connection.id)
    }

    // MARK: - Memory

    /// Takes note of what the connection holds, and sees to it that it is not too much.
    func accountMemory(of connection: Connection) {
        let held = connection.heldByteCount
        tally.heldBytes += held - connection.notes.heldBytes
        connection.notes.heldBytes = held
        if held > configuration.limits.heldBytesPerConnection {
            tally.totalTrimmed += 1
            fail(connection, .limitReached(.memory))
        } else if tally.heldBytes > configuration.limits.heldBytes, let greatest = greatestHolder() {
            tally.totalTrimmed += 1
            fail(greatest, .limitReached(.memory))
        }
    }

    private func greatestHolder() -> Connection? {
        established.values.max { left, right in
            left.notes.heldBytes == right.notes.heldBytes
                ? left.id > right.id : left.notes.heldBytes < right.notes.heldBytes
        }
    }
}
