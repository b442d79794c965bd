import HearsayCollections

/// Every connection by its state, and how many there are of each kind.
struct ConnectionTable {
    /// How many connections stand where.
    struct Counts: Equatable {
        var pendingInbound = 0
        var pendingOutbound = 0
        var establishedInbound = 0
        var establishedOutbound = 0

        /// Whether a limit forbids another established connection.
        func isFull(_ direction: Direction, _ limits: SwarmLimits) -> Bool {
            establishedInbound + establishedOutbound >= limits.established
                || direction == .inbound && establishedInbound >= limits.establishedInbound
        }
    }

    private var states: [ConnectionID: ConnectionState] = Dictionary()
    private var dialCount: UInt64 = 0
    private(set) var counts = Counts()
    /// The established connections of each peer.
    private var peers: [PeerID: Int] = Dictionary()

    /// Where the connection stands; `nil` for one that is not known, or not any more. The one place where
    /// states change.
    subscript(id: ConnectionID) -> ConnectionState? {
        get { states[id] }
        set {
            count(states[id], -1)
            states[id] = newValue
            count(newValue, 1)
        }
    }

    /// Whether there is none.
    var isEmpty: Bool { states.isEmpty }

    /// The id that the next dial gets.
    var nextDial: ConnectionID { ConnectionID(dialled: dialCount + 1) }

    /// Begins a dial, by the id that was the next.
    mutating func dial(_ address: Multiaddr, now: Instant) -> ConnectionID {
        let id = nextDial
        dialCount += 1
        self[id] = .pending(PendingConnection(dialling: address, now: now))
        return id
    }

    // MARK: - Established connections

    /// The connection, while it is established.
    func established(_ id: ConnectionID) -> EstablishedConnection? {
        guard case .established(let connection)? = states[id] else { return nil }
        return connection
    }

    /// The established connections, oldest first.
    var established: [EstablishedConnection] {
        states.values.compactMap { state in
            guard case .established(let connection) = state else { return nil }
            return connection
        }.ordered { ($0.facts.establishedAt, $0.facts.id) < ($1.facts.establishedAt, $1.facts.id) }
    }

    /// How many established connections the peer has.
    func establishedCount(of peer: PeerID) -> Int { peers[peer] ?? 0 }

    /// The connection that nobody has used for longest, among those that nobody wants, that have been unused
    /// since before `limit`, and whose end makes room for another one.
    func longestUnused(for direction: Direction, since limit: Instant) -> EstablishedConnection? {
        established.filter { connection in
            guard direction == .outbound || connection.facts.direction == .inbound, !connection.isKept,
                let since = connection.unusedSince
            else { return false }
            return since <= limit
        }.min { ($0.unusedSince ?? limit, $0.facts.id) < ($1.unusedSince ?? limit, $1.facts.id) }
    }

    /// The connection that holds too much memory: the one that has just changed, or, where all together hold
    /// too much, the one that holds the most.
    func excessiveHolder(
        _ changed: EstablishedConnection,
        _ total: Int,
        _ limits: SwarmLimits
    ) -> EstablishedConnection? {
        if changed.heldByteCount > limits.heldBytesPerConnection { return changed }
        guard total > limits.heldBytes else { return nil }
        return established.max { ($0.heldByteCount, $1.facts.id) < ($1.heldByteCount, $0.facts.id) }
    }

    // MARK: - Pending connections

    /// The ids of dials and handshakes, in order.
    var pending: [ConnectionID] {
        pending { _ in true }
    }

    /// The dials and handshakes of ours that are meant for a peer.
    func pendingDials(to peer: PeerID) -> [ConnectionID] {
        pending { !$0.isInbound && $0.remote.peerID == peer }
    }

    /// The oldest inbound handshake of the host that has the most of them.
    var mostDispensableHandshake: ConnectionID? {
        var hosts: [Multiaddr.Component: (count: Int, oldest: ConnectionID)] = Dictionary()
        for (id, state) in states {
            guard case .pending(let pending) = state, pending.isInbound,
                let host = pending.remote.components.first
            else { continue }
            let known = hosts[host] ?? (count: 0, oldest: id)
            hosts[host] = (count: known.count + 1, oldest: min(known.oldest, id))
        }
        return hosts.values.max { ($0.count, $1.oldest) < ($1.count, $0.oldest) }?.oldest
    }

    private func pending(where isWanted: (PendingConnection) -> Bool) -> [ConnectionID] {
        states.filter { entry in
            guard case .pending(let pending) = entry.value else { return false }
            return isWanted(pending)
        }.keys.ordered()
    }

    // MARK: - Counting

    private mutating func count(_ state: ConnectionState?, _ change: Int) {
        switch state {
        case .pending(let pending)?:
            if pending.isInbound { counts.pendingInbound += change } else { counts.pendingOutbound += change }
        case .established(let connection)?:
            switch connection.facts.direction {
            case .inbound: counts.establishedInbound += change
            case .outbound: counts.establishedOutbound += change
            }
            let count = establishedCount(of: connection.facts.peer) + change
            peers[connection.facts.peer] = count == 0 ? nil : count
        case .closing?, nil: break
        }
    }
}
