internal import HeapModule
public import Net

/// A network of peers on a virtual clock: what happens is a function of the seed and of the calls made.
///
/// Earliest event first; events of one instant in the order in which they were caused. Every peer has the
/// address `/ip4/10.0.X.Y/tcp/4001`, by its number.
public final class SimulatedNetwork<Peer: SimulatedPeer> {
    private enum Happening {
        case dialArrives(from: Int, ConnectionID, to: Int)
        case dialRefused(Int, ConnectionID, TransportError)
        case arrival(socket: Int, [UInt8])
        case finArrival(socket: Int)
        case closed(socket: Int, TransportError?)
        case lingered(socket: Int)
        case transmit(Int)
        case resume(Int)
        case listenerClosed(Int, ListenerID)
        case listening(Int, ListenerID)
        case timeout(Int)
    }

    private struct Event: Comparable {
        let instant: Instant
        let order: UInt64
        let happening: Happening

        static func == (left: Event, right: Event) -> Bool { left.order == right.order }
        static func < (left: Event, right: Event) -> Bool {
            left.instant == right.instant ? left.order < right.order : left.instant < right.instant
        }
    }

    /// How bytes travel; may be changed at any time.
    public var conditions: NetworkConditions
    /// The peers, by number. Use `change` to give one of them a command.
    public private(set) var peers: [Peer] = []
    /// The virtual time.
    public private(set) var now = Instant.origin
    /// How many events have happened.
    public private(set) var stepCount = 0
    /// The most bytes that any peer ever had waiting for one socket beyond the window.
    public private(set) var greatestUnsent = 0

    private var events = Heap<Event>()
    private var nextOrder: UInt64 = 0
    private var random: SimulationRandom
    private var sockets: [Int: SimulatedSocket] = [:]
    private var nextSocket = 0
    private var socketOf: [Int: [ConnectionID: Int]] = [:]
    /// How many connections have been accepted, by all peers.
    private var acceptedCount: UInt64 = 0
    private var listeners: [Int: [ListenerID]] = [:]
    private var scheduledTimeouts: [Int: Instant] = [:]
    private var isOffline: Set<Int> = []
    private var numbers: [Multiaddr: Int] = [:]

    /// An empty network.
    public init(seed: UInt64, conditions: NetworkConditions = NetworkConditions()) {
        self.conditions = conditions
        self.random = SimulationRandom(seed: seed)
    }

    // MARK: - Building

    /// Adds a peer; returns its number.
    @discardableResult
    public func add(_ peer: Peer) -> Int {
        peers.append(peer)
        numbers[Self.address(of: peers.count - 1)] = peers.count - 1
        drain(peers.count - 1)
        return peers.count - 1
    }

    /// Where a peer can be dialled.
    public static func address(of peer: Int) -> Multiaddr {
        do throws(MultiaddrError) {
            return try Multiaddr(text: "/ip4/10.0.\(peer / 256).\(peer % 256)/tcp/4001")
        } catch {
            preconditionFailure("the text is a multiaddr")
        }
    }

    /// Gives a peer a command, and lets everything that it causes at once happen.
    public func change(_ peer: Int, _ command: (inout Peer, Instant) -> Void) {
        command(&peers[peer], now)
        drain(peer)
    }

    // MARK: - Faults

    /// Puts another peer in the place of this one, as when a process is killed and started again: the others'
    /// connections to it are reset, and nothing of the old one remains.
    public func replace(_ peer: Int, with next: Peer) {
        for socket in sockets.keys.sorted() where sockets[socket]?.peer == peer {
            cutNow(socket)
        }
        for (socket, value) in sockets where value.peer == peer { sockets[socket]?.isClosed = true }
        socketOf[peer] = nil
        listeners[peer] = nil
        scheduledTimeouts[peer] = nil
        peers[peer] = next
        drain(peer)
    }

    /// A machine that has crashed or lost its cable: nothing leaves or reaches it, and nobody is told. Its
    /// open connections stay dead when it comes back.
    public func setOffline(_ peer: Int, _ isOff: Bool) {
        if isOff { isOffline.insert(peer) } else { isOffline.remove(peer) }
    }

    /// A peer that reads nothing from now on, or reads again.
    public func setStalled(_ peer: Int, _ isStalled: Bool) {
        for socket in sockets.keys.sorted() where sockets[socket]?.peer == peer {
            sockets[socket]?.isStalled = isStalled
            if !isStalled { deliver(socket) }
        }
    }

    /// Cuts the peer's newest connection after it has sent this many more bytes.
    public func cutNewestConnection(of peer: Int, afterBytes count: Int) {
        guard
            let socket = sockets.keys.filter({ sockets[$0]?.peer == peer && sockets[$0]?.isClosed == false })
                .max()
        else { return }
        sockets[socket]?.bytesUntilCut = count
    }

    /// The peer has moved to another address: its connections are gone for it, and those at their other ends
    /// hear nothing more, not even that.
    public func roam(_ peer: Int) {
        for socket in sockets.keys.sorted() where sockets[socket]?.peer == peer {
            guard let other = sockets[socket]?.other else { continue }
            sockets[other]?.isSilent = true
            schedule(.closed(socket: socket, .reset), after: .zero)
        }
    }

    /// Resets every connection of the peer.
    public func resetConnections(of peer: Int) {
        for socket in sockets.keys.sorted() where sockets[socket]?.peer == peer { cutNow(socket) }
    }

    // MARK: - Running

    /// Lets the earliest event happen; returns whether there was one no later than `limit`.
    public func step(until limit: Instant = .distantFuture) -> Bool {
        guard let event = events.min, event.instant <= limit else { return false }
        events.removeMin()
        now = max(now, event.instant)
        stepCount += 1
        happen(event.happening)
        return true
    }

    /// Runs for a length of virtual time.
    public func run(for interval: Interval) {
        let end = now + interval
        while step(until: end) {}
        now = end
    }

    /// Runs until the condition holds; returns whether it did within `limit` of virtual time.
    public func run(within limit: Interval, until condition: (SimulatedNetwork<Peer>) -> Bool) -> Bool {
        let end = now + limit
        while !condition(self) {
            guard step(until: end) else {
                now = end
                return condition(self)
            }
        }
        return true
    }

    /// Open connections, counted once.
    public var connectionCount: Int { sockets.values.filter { !$0.isClosed }.count / 2 }

    // MARK: - What happens

    private func happen(_ happening: Happening) {
        switch happening {
        case .timeout(let peer):
            guard let due = scheduledTimeouts[peer], due <= now else { return }
            scheduledTimeouts[peer] = nil
            peers[peer].handleTimeout(now: now)
            drain(peer)
        case .listening(let peer, let listener):
            guard listeners[peer]?.contains(listener) == true else { return }
            peers[peer].receive(.listening(listener, [Self.address(of: peer)]), now: now)
            drain(peer)
        case .dialRefused(let peer, let connection, let error):
            peers[peer].receive(.connectFailed(connection, error), now: now)
            drain(peer)
        case .dialArrives(let dialer, let connection, let listener):
            connect(dialer, connection, listener)
        case .arrival(let socket, let bytes):
            sockets[socket]?.unread.append(bytes)
            deliver(socket)
        case .finArrival(let socket):
            sockets[socket]?.isFinReceived = true
            deliver(socket)
        case .closed(let socket, let error):
            tellClosed(socket, error)
        case .lingered(let socket):
            guard let deadline = sockets[socket]?.lingerDeadline else { return }
            if deadline <= now {
                tellClosed(socket, nil)
            } else {
                schedule(.lingered(socket: socket), at: deadline)
            }
        case .transmit(let socket):
            transmit(socket)
        case .resume(let socket):
            deliver(socket)
        case .listenerClosed(let peer, let listener):
            peers[peer].receive(.listenerClosed(listener, nil), now: now)
            drain(peer)
        }
    }

    private func connect(_ dialer: Int, _ connection: ConnectionID, _ target: Int) {
        let local = Self.address(of: dialer)
        guard !isOffline.contains(dialer), !isOffline.contains(target) else {
            schedule(.dialRefused(dialer, connection, .timedOut), after: .seconds(10))
            return
        }
        guard peers.indices.contains(target), let listener = listeners[target]?.first else {
            schedule(.dialRefused(dialer, connection, .refused), after: delay())
            return
        }
        acceptedCount += 1
        let accepted = ConnectionID(accepted: acceptedCount)
        let first = nextSocket
        nextSocket += 2
        sockets[first] = SimulatedSocket(peer: dialer, connection: connection, other: first + 1)
        socketOf[dialer, default: [:]][connection] = first
        sockets[first + 1] = SimulatedSocket(peer: target, connection: accepted, other: first)
        socketOf[target, default: [:]][accepted] = first + 1
        peers[target].receive(
            .accepted(accepted, on: listener, local: Self.address(of: target), remote: local),
            now: now
        )
        drain(target)
        peers[dialer].receive(
            .connected(connection, local: local, remote: Self.address(of: target)),
            now: now
        )
        drain(dialer)
    }

    // MARK: - Bytes

    /// Moves bytes into the window as far as it has room, in pieces.
    private func transmit(_ socket: Int) {
        var sentCount = 0
        while let state = sockets[socket], !state.isClosed, !state.unsent.isEmpty {
            let room = conditions.windowBytes - state.inWindow
            guard room > 0 else { break }
            var count = min(room, state.unsent.count, Int.random(in: conditions.chunkBytes, using: &random))
            if let left = state.bytesUntilCut { count = min(count, left) }
            let piece = Array(state.unsent.prefix(count))
            sockets[socket]?.unsent.removeFirst(count)
            sockets[socket]?.inWindow += count
            sentCount += count
            if !piece.isEmpty { send(.arrival(socket: state.other, piece), from: socket) }
            if let left = state.bytesUntilCut {
                sockets[socket]?.bytesUntilCut = left - count
                if left == count {
                    cutNow(socket)
                    return
                }
            }
        }
        if let state = sockets[socket], state.isFinQueued, !state.isFinSent, state.unsent.isEmpty,
            !state.isClosed
        {
            sockets[socket]?.isFinSent = true
            send(.finArrival(socket: state.other), from: socket)
            finishIfOver(socket)
        }
        guard sentCount > 0, let state = sockets[socket], !state.isClosed else { return }
        sockets[socket]?.noteProgress(now)
        peers[state.peer].receive(.sent(state.connection, byteCount: sentCount), now: now)
        drain(state.peer)
    }

    private func send(_ happening: Happening, from socket: Int) {
        guard let state = sockets[socket] else { return }
        guard !isOffline.contains(state.peer), !isOffline.contains(sockets[state.other]?.peer ?? -1),
            !state.isSilent, sockets[state.other]?.isSilent == false
        else { return }
        let arrival = max(now + delay(), state.lastArrival)
        sockets[socket]?.lastArrival = arrival
        schedule(happening, at: arrival)
    }

    /// Hands over what has arrived at an end that reads.
    private func deliver(_ socket: Int) {
        while let state = sockets[socket], state.isReading, !state.unread.isEmpty {
            let bytes = sockets[socket]?.unread.removeFirst() ?? []
            sockets[state.other]?.inWindow -= bytes.count
            if state.isLingering {
                sockets[socket]?.noteProgress(now)
            } else {
                peers[state.peer].receive(bytes[...], on: state.connection, now: now)
                drain(state.peer)
            }
            transmit(state.other)
        }
        guard let state = sockets[socket], state.isReading, state.isFinReceived, !state.isFinTold else {
            return
        }
        sockets[socket]?.isFinTold = true
        if !state.isLingering {
            peers[state.peer].receive(.ended(state.connection), now: now)
            drain(state.peer)
        }
        finishIfOver(socket)
    }

    /// A socket whose both directions have ended is gone.
    private func finishIfOver(_ socket: Int) {
        guard let state = sockets[socket], !state.isClosed, state.isFinSent, state.isFinTold else { return }
        schedule(.closed(socket: socket, nil), after: .zero)
    }

    private func cutNow(_ socket: Int) {
        guard let state = sockets[socket] else { return }
        schedule(.closed(socket: socket, .reset), after: .zero)
        // What was sent before the cut still arrives.
        schedule(.closed(socket: state.other, .reset), at: max(now + delay(), state.lastArrival))
    }

    private func tellClosed(_ socket: Int, _ error: TransportError?) {
        guard let state = sockets[socket] else { return }
        forget(socket)
        guard !state.isClosed else { return }
        peers[state.peer].receive(.closed(state.connection, error), now: now)
        drain(state.peer)
    }

    private func forget(_ socket: Int) {
        guard let state = sockets.removeValue(forKey: socket) else { return }
        socketOf[state.peer]?[state.connection] = nil
    }

    // MARK: - Effects

    private func drain(_ peer: Int) {
        repeat {
            while let effect = peers[peer].pollEffect() { carryOut(effect, for: peer) }
        } while peers[peer].runProgram(now: now)
        guard let deadline = peers[peer].nextDeadline else { return }
        if let scheduled = scheduledTimeouts[peer], scheduled <= deadline { return }
        scheduledTimeouts[peer] = deadline
        schedule(.timeout(peer), at: max(now, deadline))
    }

    private func carryOut(_ effect: TransportEffect, for peer: Int) {
        switch effect {
        case .listen(let listener, _):
            listeners[peer, default: []].append(listener)
            schedule(.listening(peer, listener), after: .zero)
        case .closeListener(let listener):
            listeners[peer]?.removeAll { $0 == listener }
            schedule(.listenerClosed(peer, listener), after: .zero)
        case .connect(let connection, let address):
            dial(address, connection, from: peer)
        case .flush(let connection):
            let bytes = peers[peer].takeOutbound(connection, replacement: [])
            if let socket = socketOf[peer]?[connection] { later(socket, bytes) }
        case .closeWrite(let connection), .close(let connection):
            guard let socket = socketOf[peer]?[connection] else { return }
            sockets[socket]?.isFinQueued = true
            if case .close = effect, sockets[socket]?.isLingering == false {
                sockets[socket]?.linger(now)
                schedule(.lingered(socket: socket), after: SimulatedSocket.lingerInterval)
                schedule(.resume(socket), after: .zero)
            }
            later(socket, [])
        case .abort(let connection):
            guard let socket = socketOf[peer]?[connection], let state = sockets[socket] else { return }
            sockets[socket]?.isClosed = true
            schedule(.closed(socket: socket, nil), after: .zero)
            schedule(.closed(socket: state.other, .reset), after: delay())
        case .pauseReading(let connection):
            if let socket = socketOf[peer]?[connection] { sockets[socket]?.isPaused = true }
        case .resumeReading(let connection):
            guard let socket = socketOf[peer]?[connection] else { return }
            sockets[socket]?.isPaused = false
            schedule(.resume(socket), after: .zero)
        }
    }

    /// The contract has inputs wait until the effects are drained.
    private func later(_ socket: Int, _ bytes: [UInt8]) {
        sockets[socket]?.unsent.append(contentsOf: bytes)
        greatestUnsent = max(greatestUnsent, sockets[socket]?.unsent.count ?? 0)
        schedule(.transmit(socket), after: .zero)
    }

    private func dial(_ address: Multiaddr, _ connection: ConnectionID, from peer: Int) {
        let target = address.withoutPeerID
        if let number = numbers[target] {
            schedule(.dialArrives(from: peer, connection, to: number), after: delay() * 2)
        } else {
            schedule(.dialRefused(peer, connection, .unreachable), after: delay())
        }
    }

    // MARK: - The queue

    private func delay() -> Interval {
        Interval(nanoseconds: Int64.random(in: conditions.delay, using: &random))
    }

    private func schedule(_ happening: Happening, after interval: Interval) {
        schedule(happening, at: now + interval)
    }

    private func schedule(_ happening: Happening, at instant: Instant) {
        events.insert(Event(instant: instant, order: nextOrder, happening: happening))
        nextOrder += 1
    }
}
