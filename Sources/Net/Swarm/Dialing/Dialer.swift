/// Decides which address to dial and when: runs a bounded number of dials at a time, and dials an address
/// that is kept again whenever its peer is gone, after a wait that grows with each failure.
///
/// A leaf machine: its owner asks `next` for what to dial and reports how each dial ends.
struct Dialer {
    /// One address that is to be dialled.
    struct Target: Equatable {
        let address: Multiaddr
        var isKept: Bool
        var state: State
        var backoff: Backoff
    }

    /// Where a target stands.
    enum State: Equatable {
        /// To be dialled at that instant or later.
        case waiting(until: Instant)
        /// Being dialled, the handshake included.
        case dialing(ConnectionID)
        /// Its peer has been connected since that instant, through this dial or otherwise.
        case connected(PeerID, since: Instant)
    }

    /// How many dials may run at a time.
    let concurrency: Int
    /// A connection that lasted this long lets the backoff begin anew.
    static let steadiness = Interval.seconds(10)

    private let initialBackoff: Interval
    private let maximumBackoff: Interval
    private(set) var targets: [Target] = []

    init(concurrency: Int, initialBackoff: Interval, maximumBackoff: Interval) {
        self.concurrency = concurrency
        self.initialBackoff = initialBackoff
        self.maximumBackoff = maximumBackoff
    }

    // MARK: - Commands

    /// Wants `address` dialled as soon as possible, and kept if `keep`. A target that waits is dialled at
    /// once.
    mutating func add(_ address: Multiaddr, keep: Bool, now: Instant) {
        guard let index = targets.firstIndex(where: { $0.address == address }) else {
            let backoff = Backoff(initial: initialBackoff, maximum: maximumBackoff)
            targets.append(
                Target(address: address, isKept: keep, state: .waiting(until: now), backoff: backoff)
            )
            return
        }
        targets[index].isKept = targets[index].isKept || keep
        if case .waiting = targets[index].state {
            targets[index].state = .waiting(until: now)
        }
    }

    /// Forgets the address. Returns the dial that is to be abandoned, if one runs.
    mutating func remove(_ address: Multiaddr) -> ConnectionID? {
        guard let index = targets.firstIndex(where: { $0.address == address }) else { return nil }
        let target = targets.remove(at: index)
        guard case .dialing(let connection) = target.state else { return nil }
        return connection
    }

    /// Forgets every address.
    mutating func removeAll() {
        targets.removeAll()
    }

    /// The next address to dial now, if the concurrency allows; the target then counts as being dialled by
    /// `connection`.
    mutating func next(as connection: ConnectionID, now: Instant) -> Multiaddr? {
        guard runningCount < concurrency else { return nil }
        for index in targets.indices {
            guard case .waiting(let instant) = targets[index].state, instant <= now else { continue }
            targets[index].state = .dialing(connection)
            return targets[index].address
        }
        return nil
    }

    // MARK: - Outcomes

    /// A dial ended in failure: an address that is kept waits for its next turn, another is forgotten.
    mutating func receiveFailed(
        _ connection: ConnectionID,
        now: Instant,
        random: inout some RandomNumberGenerator
    ) {
        guard let index = index(of: connection) else { return }
        wait(index, now: now, random: &random)
    }

    /// A dial proved the identity of `peer`.
    mutating func receiveConnected(_ connection: ConnectionID, to peer: PeerID, now: Instant) {
        guard let index = index(of: connection) else { return }
        markConnected(index, to: peer, now: now)
    }

    /// The peer is connected by other means: targets that name it need no dial of their own.
    mutating func receivePeerConnected(_ peer: PeerID, now: Instant) {
        for index in targets.indices.reversed() where targets[index].address.peerID == peer {
            if case .waiting = targets[index].state { markConnected(index, to: peer, now: now) }
        }
    }

    /// The last connection of the peer is gone.
    mutating func receivePeerDisconnected(
        _ peer: PeerID,
        now: Instant,
        random: inout some RandomNumberGenerator
    ) {
        for index in targets.indices {
            guard case .connected(peer, let since) = targets[index].state else { continue }
            if now - since >= Self.steadiness { targets[index].backoff.reset() }
            wait(index, now: now, random: &random)
        }
    }

    // MARK: - Queries

    /// When the next waiting target is due; `nil` while no dial could start.
    var nextDeadline: Instant? {
        guard runningCount < concurrency else { return nil }
        var earliest: Instant?
        for target in targets {
            guard case .waiting(let instant) = target.state else { continue }
            earliest = earliest.map { min($0, instant) } ?? instant
        }
        return earliest
    }

    /// The addresses that are being dialled, or are to be: with the time of the next attempt, which is nil
    /// for one that runs.
    var pending: [(address: Multiaddr, next: Instant?)] {
        targets.compactMap { target in
            switch target.state {
            case .waiting(let instant): (target.address, instant)
            case .dialing: (target.address, nil)
            case .connected: nil
            }
        }
    }

    /// Dials under way.
    var runningCount: Int {
        targets.reduce(0) { count, target in
            if case .dialing = target.state { count + 1 } else { count }
        }
    }

    /// Whether the user wants the peer kept connected.
    func keeps(_ peer: PeerID) -> Bool {
        targets.contains { target in
            guard target.isKept else { return false }
            if case .connected(peer, _) = target.state { return true }
            return target.address.peerID == peer
        }
    }

    // MARK: - Private

    private func index(of connection: ConnectionID) -> Int? {
        targets.firstIndex { $0.state == .dialing(connection) }
    }

    private mutating func markConnected(_ index: Int, to peer: PeerID, now: Instant) {
        if targets[index].isKept {
            targets[index].state = .connected(peer, since: now)
        } else {
            targets.remove(at: index)
        }
    }

    private mutating func wait(_ index: Int, now: Instant, random: inout some RandomNumberGenerator) {
        if targets[index].isKept {
            let delay = targets[index].backoff.next(using: &random)
            targets[index].state = .waiting(until: now + delay)
        } else {
            targets.remove(at: index)
        }
    }
}
