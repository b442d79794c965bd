public import Gossip
import HearsayCollections
public import Net

/// What was said in the rooms we are in, and how peers complete it for each other (docs/history.md).
///
/// It keeps a log for each room, meets the members of a room when they come and now and then later, and
/// answers those who ask. It knows peers and bytes: streams are its driver's. Feed it what happens, and drain
/// `pollOutput` after every call; then wait for the next event or `nextDeadline`.
///
/// A room is named to nobody who has not said that it is in it, and never in clear: see `RoomTag`.
public struct HistoryExchange {
    /// The protocol of the streams.
    public static let protocolName = "/hearsay/history/1.0.0"

    /// The wait before we ask a peer that should have asked us: the one of the lower peer id.
    private static let courtesy = Interval.seconds(20)
    /// The wait before others are told what was learnt: more may come.
    private static let spread = Interval.seconds(1)
    /// The rooms that were left whose messages are not forgotten, so that they are not shown again.
    private static let maximumLeft = 16
    /// How many others are told.
    private static let spreadCount = 6
    /// The wait before a busy peer is asked again.
    private static let retry = Interval.seconds(10)
    /// How often it is asked.
    private static let maximumRefusals = 5
    /// The time between two reconciliations with one member or another in a room, although nothing happens.
    private static let refreshInterval = Interval.seconds(300)

    private let localPeer: PeerID
    private let keep: HistoryKeep
    private let limits: HistoryLimits
    private var rooms: [HistoryRoom] = []
    /// Those that we have left, the latest last.
    private var left: [HistoryRoom] = []
    private var sessions = SessionTable()
    private var agenda: Agenda
    private var budget: SendingBudget
    private var admission: Admission
    private var random: SimulationRandom
    private var outputs = Fifo<HistoryOutput>()
    /// The sessions that wait until more may be sent.
    private var throttledUntil: Instant?

    /// No rooms.
    ///
    /// - Parameters:
    ///   - localPeer: Who we are.
    ///   - keep: How much of each room is kept.
    ///   - limits: What others can make us hold or do.
    ///   - seed: For the choice among members.
    ///   - now: The driver's time.
    public init(
        localPeer: PeerID,
        keep: HistoryKeep = HistoryKeep(),
        limits: HistoryLimits = HistoryLimits(),
        seed: UInt64,
        now: Instant
    ) {
        self.init(localPeer: localPeer, keep: keep, limits: limits, authenticator: nil, seed: seed, now: now)
    }

    /// No rooms; messages are checked as that authenticator does.
    package init(
        localPeer: PeerID,
        keep: HistoryKeep,
        limits: HistoryLimits,
        authenticator: MessageAuthenticator?,
        seed: UInt64,
        now: Instant
    ) {
        self.localPeer = localPeer
        self.keep = keep
        self.limits = limits
        agenda = Agenda(limit: limits.plannedMeetings)
        budget = SendingBudget(bytesPerSecond: limits.bytesPerSecond, now: now)
        admission = Admission(authenticator: authenticator, limits: limits)
        random = SimulationRandom(seed: seed)
    }

    // MARK: - Rooms

    /// Keeps a room from now on.
    ///
    /// - Parameters:
    ///   - topic: Its gossipsub topic.
    ///   - time: Where its messages have their time.
    ///   - floor: What was forgotten on request ends there: Unix time in seconds.
    ///   - members: Who is there already.
    ///   - clock: The time.
    public mutating func open(
        _ topic: String,
        time: HistoryTime,
        floor: UInt64 = 0,
        members: [PeerID] = [],
        at clock: HistoryClock
    ) {
        guard index(of: topic) == nil else { return }
        var room = HistoryRoom(
            topic: topic,
            time: time,
            log: RoomLog(keep: keep, limits: limits, floor: floor),
            refresh: clock.now + Self.refreshInterval
        )
        if let index = left.firstIndex(where: { $0.topic == topic }) { room.log = left.remove(at: index).log }
        rooms.append(room)
        for member in members { receiveMember(member, of: topic, at: clock) }
    }

    /// Takes in what a store has kept of a room; it was checked when it came.
    public mutating func restore(_ records: [HistoryRecord], to topic: String, at clock: HistoryClock) {
        guard let room = index(of: topic) else { return }
        var expired: [HistoryItem] = []
        for record in records
        where rooms[room].log.insert(record, isShown: true, seconds: clock.seconds) == .declined {
            expired.append(record.item)
        }
        if !expired.isEmpty { outputs.append(.drop(topic: topic, expired)) }
        dropRemoved(room)
    }

    /// Keeps nothing more of the room, and offers nothing of it, until it is opened again.
    public mutating func close(_ topic: String, at clock: HistoryClock) {
        guard let index = index(of: topic) else { return }
        left.append(rooms.remove(at: index))
        left[left.count - 1].members = []
        if left.count > Self.maximumLeft { left.removeFirst() }
        agenda.cancel(topic: topic)
        for id in sessions.ids where sessions[id]?.session.topic == topic {
            end(id, .reset(id), now: clock.now)
        }
    }

    /// Lets go of everything that was said in the room until now, and does not take it back from others.
    public mutating func forget(_ topic: String, at clock: HistoryClock) {
        if let room = left.firstIndex(where: { $0.topic == topic }) {
            left[room].log.forget(seconds: clock.seconds)
        }
        guard let room = index(of: topic) else { return }
        rooms[room].log.forget(seconds: clock.seconds)
    }

    /// The latest messages of a room, in their order, as `RoomLog.latest` has them.
    public mutating func latest(_ count: Int, of topic: String) -> [HistoryRecord] {
        index(of: topic).map { rooms[$0].log.latest(count) } ?? []
    }

    /// How much is kept of a room.
    public func size(of topic: String) -> (messages: Int, bytes: Int) {
        guard let room = index(of: topic) else { return (0, 0) }
        return (rooms[room].log.count, rooms[room].log.byteCount)
    }

    /// Whether a message is kept, or was sorted out: it has been shown, or is not to be.
    public func knows(_ message: MessageID, of topic: String) -> Bool {
        index(of: topic).map { rooms[$0].log.knows(ItemID(ofMessage: message.bytes)) } ?? false
    }

    /// A message was said: by gossip or by ourselves, so that its signature was checked.
    public mutating func receiveLive(_ bytes: [UInt8], of topic: String, at clock: HistoryClock) {
        guard let room = index(of: topic) else { return }
        do {
            let message = try SignedGossipMessage(trusting: bytes)
            guard let record = HistoryRecord(message, time: rooms[room].time) else { return }
            if rooms[room].log.insert(record, isShown: true, seconds: clock.seconds) == .kept {
                outputs.append(.keep(topic: topic, record))
            }
            dropRemoved(room)
        } catch {
            // A router accepts nothing of the kind in a room whose messages are signed.
        }
    }

    // MARK: - Members

    /// A connected peer is in the room.
    public mutating func receiveMember(_ peer: PeerID, of topic: String, at clock: HistoryClock) {
        guard let room = index(of: topic), !rooms[room].members.contains(peer) else { return }
        rooms[room].members.append(peer)
        rooms[room].members = rooms[room].members.ordered()
        plan(peer, topic, after: localPeer < peer ? .zero : Self.courtesy, now: clock.now)
        startMeetings(at: clock)
    }

    /// A peer has left the room, or is gone.
    public mutating func receiveDeparture(_ peer: PeerID, of topic: String) {
        guard let room = index(of: topic) else { return }
        rooms[room].members.removeAll { $0 == peer }
    }

    /// The last connection of a peer is gone.
    public mutating func receiveDisconnection(_ peer: PeerID) {
        for room in rooms.indices { rooms[room].members.removeAll { $0 == peer } }
        agenda.cancel(peer: peer)
        admission.receiveDisconnection(peer)
    }

    /// There was a gap: what a peer said may have been missed, or what was said to it.
    public mutating func receiveGap(_ peer: PeerID, at clock: HistoryClock) {
        for room in rooms where room.members.contains(peer) {
            plan(peer, room.topic, after: localPeer < peer ? .zero : Self.courtesy, now: clock.now)
        }
        startMeetings(at: clock)
    }

    // MARK: - Streams

    /// A peer has opened a stream of `protocolName`.
    ///
    /// - Returns: Its session; nil where there are too many, or the peer is in none of our rooms as far as we
    ///   know, so that the stream is to be reset.
    public mutating func receiveStream(from peer: PeerID, at clock: HistoryClock) -> HistorySessionID? {
        guard admission.admits(peer), rooms.contains(where: { $0.members.contains(peer) }),
            sessions.count(asking: false) < limits.answeringSessions,
            !sessions.peers(asking: false).contains(peer)
        else { return nil }
        let session = HistorySession(answering: peer, limits: limits)
        return sessions.add(session, meeting: nil, deadline: clock.now + limits.patience)
    }

    /// The stream that `HistoryOutput.open` asked for is open.
    public mutating func receiveOpened(_ id: HistorySessionID, at clock: HistoryClock) {
        guard var entry = sessions.take(id), let room = index(of: entry.session.topic) else { return }
        entry.isWritable = true
        entry.session.begin(&rooms[room].log)
        sessions[id] = entry
        move(id, at: clock)
    }

    /// Bytes of a stream were read.
    public mutating func receive(_ bytes: ArraySlice<UInt8>, of id: HistorySessionID, at clock: HistoryClock)
    {
        guard var entry = sessions.take(id) else { return }
        entry.session.append(bytes)
        entry.deadline = clock.now + limits.patience
        do throws(HistoryViolation) {
            while !entry.session.isOver, let frame = try entry.session.nextFrame() {
                try receive(frame, of: &entry.session, at: clock)
            }
        } catch {
            admission.drop(entry.session.peer)
            agenda.cancel(peer: entry.session.peer)
            sessions[id] = entry
            end(id, .reset(id), now: clock.now)
            return startMeetings(at: clock)
        }
        sessions[id] = entry
        move(id, at: clock)
    }

    /// Everything that was to be written was taken.
    public mutating func receiveWritten(_ id: HistorySessionID, at clock: HistoryClock) {
        sessions[id]?.isWritable = true
        sessions[id]?.deadline = clock.now + limits.patience
        move(id, at: clock)
    }

    /// The stream is gone, or was never opened.
    ///
    /// - Parameter isReset: The peer has reset it: where it has not answered yet it is busy, and is asked
    ///   again later.
    public mutating func receiveEnd(_ id: HistorySessionID, isReset: Bool, at clock: HistoryClock) {
        guard let entry = sessions[id] else { return }
        end(id, nil, now: clock.now)
        if isReset, !entry.session.isAnswered, var meeting = entry.meeting,
            meeting.refusals < Self.maximumRefusals
        {
            meeting.refusals += 1
            meeting.due = clock.now + Self.retry
            agenda.plan(meeting)
        }
        startMeetings(at: clock)
    }

    // MARK: - Time and outputs

    /// Does what is due.
    public mutating func handleTimeout(at clock: HistoryClock) {
        for room in rooms.indices {
            for entry in rooms[room].log.receiveTime(seconds: clock.seconds) {
                outputs.append(.keep(topic: rooms[room].topic, entry.record))
                if !entry.isShown { outputs.append(.late(topic: rooms[room].topic, entry.record)) }
            }
            dropRemoved(room)
            guard rooms[room].refresh <= clock.now else { continue }
            rooms[room].refresh = clock.now + Self.refreshInterval
            if let peer = rooms[room].members.randomElement(using: &random) {
                plan(peer, rooms[room].topic, after: .zero, now: clock.now)
            }
        }
        for id in sessions.ids {
            if let deadline = sessions[id]?.deadline, deadline <= clock.now {
                end(id, .reset(id), now: clock.now)
            }
        }
        if let until = throttledUntil, until <= clock.now {
            throttledUntil = nil
            for id in sessions.ids { move(id, at: clock) }
        }
        startMeetings(at: clock)
    }

    /// When `handleTimeout` is wanted next.
    public var nextDeadline: Instant? {
        // A meeting that waits for another to end is begun by that end.
        let mayMeet = sessions.count(asking: true) < limits.askingSessions
        let deadlines = [
            rooms.map { $0.refresh }.min(), sessions.nextDeadline, throttledUntil,
            mayMeet ? agenda.nextDeadline(except: sessions.peers(asking: true)) : nil,
        ]
        return deadlines.compactMap { $0 }.min()
    }

    /// The next thing to do or to tell.
    public mutating func pollOutput() -> HistoryOutput? { outputs.popFirst() }

    // MARK: - Private

    private func index(of topic: String?) -> Int? {
        rooms.firstIndex { $0.topic == topic }
    }

    private mutating func dropRemoved(_ room: Int) {
        let removed = rooms[room].log.takeRemoved()
        if !removed.isEmpty { outputs.append(.drop(topic: rooms[room].topic, removed)) }
    }

    private mutating func plan(_ peer: PeerID, _ topic: String, after wait: Interval, now: Instant) {
        guard admission.admits(peer) else { return }
        agenda.plan(Meeting(peer: peer, topic: topic, due: now + wait))
    }

    private mutating func startMeetings(at clock: HistoryClock) {
        while sessions.count(asking: true) < limits.askingSessions,
            let meeting = agenda.takeDue(now: clock.now, except: sessions.peers(asking: true))
        {
            guard let room = index(of: meeting.topic), rooms[room].members.contains(meeting.peer) else {
                continue
            }
            let session = HistorySession(
                asking: meeting.peer,
                topic: meeting.topic,
                tag: RoomTag(topic: meeting.topic, asking: localPeer, answering: meeting.peer),
                start: rooms[room].log.windowStart(seconds: clock.seconds),
                limits: limits
            )
            let id = sessions.add(session, meeting: meeting, deadline: clock.now + limits.patience)
            outputs.append(.open(id, meeting.peer))
        }
    }

    /// A session is over: says what it has brought, and what follows.
    private mutating func end(_ id: HistorySessionID, _ output: HistoryOutput?, now: Instant) {
        guard let entry = sessions.take(id) else { return }
        if let output { outputs.append(output) }
        guard let report = CatchUpReport(entry.session), let room = index(of: report.topic) else { return }
        outputs.append(.caughtUp(report))
        // What is new here may be new to others.
        var others = rooms[room].members.filter { $0 != report.peer }
        others.shuffle(using: &random)
        for peer in others.prefix(Self.spreadCount) {
            plan(peer, report.topic, after: Self.spread, now: now)
        }
    }

    private mutating func receive(
        _ frame: HistoryFrame,
        of session: inout HistorySession,
        at clock: HistoryClock
    ) throws(HistoryViolation) {
        guard let topic = session.topic else {
            guard case .hello(let hello) = frame else { throw .malformedFrame }
            guard let room = room(of: hello.tag, asking: session.peer) else {
                return session.refuse()
            }
            session.begin(
                answering: hello,
                topic: rooms[room].topic,
                start: rooms[room].log.windowStart(seconds: clock.seconds)
            )
            return
        }
        guard let room = index(of: topic) else { return session.refuse() }
        for bytes in try session.receive(frame, &rooms[room].log) {
            try receive(bytes, room, of: &session, at: clock)
        }
    }

    private mutating func receive(
        _ bytes: ArraySlice<UInt8>,
        _ room: Int,
        of session: inout HistorySession,
        at clock: HistoryClock
    ) throws(HistoryViolation) {
        let record = try admission.record(Array(bytes), from: session.peer, rooms[room], now: clock.now)
        try session.receive(record)
        if rooms[room].log.insert(record, isShown: false, seconds: clock.seconds) == .kept {
            session.countNew()
            outputs.append(.keep(topic: rooms[room].topic, record))
            outputs.append(.late(topic: rooms[room].topic, record))
        }
        dropRemoved(room)
    }

    private func room(of tag: RoomTag, asking peer: PeerID) -> Int? {
        rooms.firstIndex { RoomTag(topic: $0.topic, asking: peer, answering: localPeer) == tag }
    }

    /// Writes what a session has to say, and ends it when it has said all.
    private mutating func move(_ id: HistorySessionID, at clock: HistoryClock) {
        guard var entry = sessions.take(id) else { return }
        if entry.isWritable, entry.session.wantsToDeliver, let until = budget.wait(now: clock.now) {
            throttledUntil = min(throttledUntil ?? until, until)
            entry.deadline = max(entry.deadline, until + limits.patience)
        } else if entry.isWritable {
            let bytes = entry.session.takeOutbound(index(of: entry.session.topic).map { rooms[$0].log })
            if !bytes.isEmpty {
                budget.spend(bytes.count)
                entry.isWritable = false
                outputs.append(.write(id, bytes))
            }
        }
        let isOver = entry.session.isOver
        sessions[id] = entry
        guard isOver else { return }
        end(id, .close(id), now: clock.now)
        startMeetings(at: clock)
    }
}
