import Gossip
public import History
public import Net
import PubSub

/// A chat peer: rooms, nicks and what was typed, on top of gossip. The same in both builds.
///
/// Calling contract. A driver feeds it what the transport tells (`TransportClient`), bytes of standard input
/// (`receiveInput`) or commands (`receive`), and after every call drains `pollEffect` and `pollEvent` until
/// both answer nil; then it waits for the next input or `nextDeadline`. `start` begins, `ChatEvent.closed` is
/// the last event, and `outcome` then says how it ended. A node reads no clock; `now` never runs backwards.
public struct Node: ~Copyable {
    /// The messages whose way the inspector can show.
    private static let maximumTraces = 100
    /// The messages that `/history` shows where no number is given.
    private static let shownHistory = 50

    private let configuration: NodeConfiguration
    private var pubsub: PubSub
    private var chat: Chat
    private var history: RoomHistory
    private var input = InputQueue()
    private var startup = Startup()
    private var closing = Closing()
    private var events = EventQueue()
    private var clock: UnixClock
    /// What the user, or the command line, has told to dial.
    private var dialled: [Multiaddr] = []
    /// Why the node cannot run; nil while it can.
    private var failure: String?

    /// A node that does nothing yet.
    public init(configuration: NodeConfiguration, now: Instant) {
        precondition(configuration.seed.count == NodeConfiguration.seedBytes, "the seed has 64 bytes")
        self.configuration = configuration
        pubsub = PubSub(
            identity: configuration.identity,
            configuration: configuration.pubsub(maximumTraces: Self.maximumTraces),
            seed: configuration.seed,
            firstSequenceNumber: configuration.firstSequenceNumber,
            now: now
        )
        chat = Chat(
            localPeer: configuration.identity.peerID,
            nick: configuration.nick,
            maximumTraces: Self.maximumTraces
        )
        history = RoomHistory(
            localPeer: configuration.identity.peerID,
            keep: configuration.history,
            hasStore: configuration.storesHistory,
            seed: configuration.historySeed,
            now: now
        )
        clock = UnixClock(milliseconds: configuration.unixNanoseconds / 1_000_000, now: now)
    }

    /// Our peer id.
    public var localPeer: PeerID { pubsub.localPeer }

    /// How the node ended; nil while it runs.
    public var outcome: NodeOutcome? {
        guard closing.isClosed else { return nil }
        return failure.map { .failed(reason: $0) } ?? .finished
    }

    /// Begins to listen. `ready` follows when it is known where; then the rooms are joined and the peers
    /// dialled.
    public mutating func start(now: Instant) {
        let listeners = configuration.listenAddresses.map { pubsub.listen(on: $0) }
        carryOut(startup.begin(listeners), now: now)
        runToQuiescence(now: now)
    }

    // MARK: - Input

    /// Whether the driver should read more of the input. Ask again after every change.
    public var wantsInput: Bool { input.wantsMore && closing.takesInput }

    /// Receives bytes of the input, cut anywhere: lines of text and commands.
    ///
    /// - Parameter wallClockMilliseconds: Unix time, for the messages.
    public mutating func receiveInput(_ bytes: ArraySlice<UInt8>, now: Instant, wallClockMilliseconds: UInt64)
    {
        clock.set(milliseconds: wallClockMilliseconds, now: now)
        input.append(bytes)
        runToQuiescence(now: now)
    }

    /// The input has ended.
    ///
    /// - Parameter stays: Whether the node goes on (`--stay`); otherwise it hands over what was typed and
    ///   closes. It waits for peers as long as messages leave, and at most `Closing.lingerInterval` for the
    ///   first to come.
    public mutating func receiveEndOfInput(stays: Bool, now: Instant) {
        input.end(quits: !stays)
        runToQuiescence(now: now)
    }

    /// Carries out a command.
    ///
    /// - Parameter wallClockMilliseconds: Unix time, for the messages.
    public mutating func receive(_ command: ChatCommand, now: Instant, wallClockMilliseconds: UInt64) {
        clock.set(milliseconds: wallClockMilliseconds, now: now)
        carryOut(command, now: now)
        runToQuiescence(now: now)
    }

    // MARK: - Outputs

    /// The next event; nil when there is none.
    public mutating func pollEvent() -> ChatEvent? {
        events.poll()
    }

    /// What the store is to do next; nil when there is nothing. Only where the configuration has a store.
    public mutating func pollStorage() -> StorageRequest? {
        history.pollStorage()
    }

    /// The store has answered `StorageRequest.open`.
    ///
    /// - Parameters:
    ///   - records: What is kept of the room.
    ///   - room: The room.
    ///   - floor: When the room was last forgotten, as `StorageRequest.forget` told; 0 for never.
    ///   - now: The driver's time.
    public mutating func receiveStored(
        _ records: [HistoryRecord],
        of room: RoomName,
        floor: UInt64,
        now: Instant
    ) {
        guard chat.contains(room) else { return }
        history.receiveStored(records, of: room, floor: floor, pubsub, at: historyClock(now))
        runToQuiescence(now: now)
    }

    // MARK: - After every change

    /// Moves what is inside until nothing moves.
    private mutating func runToQuiescence(now: Instant) {
        var action = Closing.Action.none
        repeat {
            while step(now: now) {}
            action = closing.advance(unsent: unsentCount, isShutDown: pubsub.isShutDown, now: now)
            carryOut(action, now: now)
        } while action != .none
    }

    /// Moves one thing; returns whether there was one.
    private mutating func step(now: Instant) -> Bool {
        if let event = pubsub.pollEvent() {
            receive(event, now: now)
            return true
        }
        if let telling = history.poll(&pubsub, at: historyClock(now)) {
            receive(telling)
            return true
        }
        return carryOutInput(now: now)
    }

    private func historyClock(_ now: Instant) -> HistoryClock {
        HistoryClock(now: now, seconds: clock.milliseconds(at: now) / 1_000)
    }

    /// Carries out some of the lines that wait, as long as peers keep up. Returns whether anything was done.
    ///
    /// Some only, so that what they lead to goes out before the next ones: the router's queue for a peer is
    /// short.
    private mutating func carryOutInput(now: Instant) -> Bool {
        guard closing.takesInput else {
            input.clear()
            return false
        }
        guard startup.isDone else { return false }
        var remaining = InputQueue.linesInARow
        while remaining > 0, closing.takesInput, !pubsub.isWaitingForPeers, let line = input.next() {
            carryOut(line, now: now)
            remaining -= 1
        }
        if remaining < InputQueue.linesInARow { return true }
        guard input.isOver, closing.isRunning else { return false }
        quit(reason: "end of input", now: now)
        return true
    }

    // MARK: - Start and end

    private mutating func carryOut(_ action: Startup.Action, now: Instant) {
        switch action {
        case .wait: break
        case .ready:
            events.open(
                with: .ready(peer: localPeer, agent: Version.agent, engine: configuration.engine)
            )
            for room in configuration.rooms { carryOut(.join(room), now: now) }
            for address in configuration.dialAddresses { carryOut(.dial(address), now: now) }
        case .fail:
            failure = "no address could be bound"
            carryOut(closing.stop(reason: "no address could be bound", now: now), now: now)
        }
    }

    private mutating func carryOut(_ action: Closing.Action, now: Instant) {
        switch action {
        case .none: break
        case .shutDown: pubsub.shutdown(now: now)
        case .close(let reason): events.close(with: .closed(reason: reason))
        }
    }

    /// Goes to the end when what was typed has left.
    private mutating func quit(reason: String, now: Instant) {
        carryOut(closing.quit(reason: reason, unsent: unsentCount, now: now), now: now)
    }

    /// How much of what was typed, or is passed on, has not left yet. What nobody can come to take is not
    /// counted.
    private var unsentCount: Int {
        let canMeetPeers = !pubsub.listenAddresses.isEmpty || !dialled.isEmpty
        return pubsub.unsentCount + (canMeetPeers ? chat.unsentCount : 0)
    }

    // MARK: - What gossip tells

    private mutating func receive(_ event: PubSubEvent, now: Instant) {
        switch event {
        case .network(let event): receive(event, now: now)
        case .subscribed(let peer, let topic):
            append(chat.receiveSubscription(peer, topic: topic))
            history.receiveMember(peer, of: topic, at: historyClock(now))
        case .unsubscribed(let peer, let topic):
            append(chat.receiveDeparture(peer, topic: topic))
            history.receiveDeparture(peer, of: topic)
        case .sent(let id, _, let peerCount): append(chat.receiveSent(id, peerCount: peerCount))
        case .message(let message):
            guard let read = chat.read(message, milliseconds: clock.milliseconds(at: now)) else { return }
            receive(read, message, now: now)
        case .validate(let message):
            let read = chat.read(message, milliseconds: clock.milliseconds(at: now))
            let isReceived = pubsub.validate(message.id, read == nil ? .ignore : .accept, now: now)
            guard isReceived, let read else { return }
            receive(read, message, now: now)
        }
    }

    /// A message is there that gossip has brought; history may have brought it before.
    private mutating func receive(_ read: ChatMessage, _ message: GossipMessage, now: Instant) {
        guard !history.knows(message) else { return }
        history.receive(message.id, in: message.topic, pubsub, at: historyClock(now))
        append(chat.receive(read, milliseconds: clock.milliseconds(at: now)))
    }

    /// What history tells.
    private mutating func receive(_ telling: RoomHistory.Telling) {
        switch telling {
        case .late(let topic, let record): append(chat.receiveLate(record, topic: topic))
        case .caughtUp(let report): append(chat.receive(report))
        }
    }

    private mutating func receive(_ event: SwarmEvent, now: Instant) {
        switch event {
        case .listening(let listener, let address):
            // Held back until every listener has answered, so this comes after `ready`.
            events.append(.listening(address: address.withPeerID(localPeer)))
            carryOut(startup.receive(listener, isBound: true), now: now)
        case .listenFailed(let listener, let address, let error):
            if !configuration.areListenAddressesDefault {
                events.append(.error("cannot listen on \(address.description): \(error.explanation)"))
            }
            carryOut(startup.receive(listener, isBound: false), now: now)
        case .listenerClosed(_, let address, let error):
            let reason = error?.explanation ?? (closing.isRunning ? "closed on request" : "shutting down")
            events.append(.listenerClosed(address: address.withPeerID(localPeer), reason: reason))
        case .connected(let peer, _, let address, let direction):
            events.append(.connected(peer: peer, address: address.withPeerID(peer), direction: direction))
            if chat.isBlocked(peer) { pubsub.disconnect(peer, now: now) }
        case .disconnected(let peer, let reason):
            events.append(contentsOf: chat.receiveDeparture(peer))
            history.receiveDisconnection(peer)
            events.append(.disconnected(peer: peer, reason: reason.description))
        case .dialFailed(let address, let error):
            // Where a recommendation leads is nobody's business here.
            guard dialled.contains(address) else { return }
            events.append(.dialFailed(address: address, reason: error.description))
        case .identified(let peer, let information):
            events.append(.identified(peer: peer, agent: information.agentVersion))
        case .roundTrip(let peer, let interval): events.append(.roundTrip(peer: peer, interval: interval))
        case .carrierChanged(let peer, _): history.receiveGap(peer, at: historyClock(now))
        case .stream(let stream, let event):
            history.receive(event, of: stream, &pubsub, at: historyClock(now))
        }
    }

    private mutating func append(_ event: ChatEvent?) {
        if let event { events.append(event) }
    }

    // MARK: - What the user asks for

    private mutating func carryOut(_ line: LineSplitter.Line, now: Instant) {
        switch line {
        case .tooLong(let byteCount):
            events.append(
                .error(
                    "not sent: the line has \(byteCount) bytes, and a message holds at most "
                        + "\(CommandParser.maximumTextBytes)"
                )
            )
        case .text(let bytes):
            do throws(CommandError) {
                // What is not valid UTF-8 becomes U+FFFD.
                let text = String(decoding: bytes, as: UTF8.self)
                guard let command = try CommandParser.parse(text, engine: configuration.engine) else {
                    return
                }
                carryOut(command, now: now)
            } catch {
                events.append(.error(error.message))
            }
        }
    }

    /// Carries out a command; what follows is the caller's to run.
    private mutating func carryOut(_ command: ChatCommand, now: Instant) {
        guard closing.isRunning || command == .stop || command == .quit else {
            events.append(.error("not done: this peer is closing"))
            return
        }
        do throws(CommandError) {
            try perform(command, now: now)
        } catch {
            events.append(.error(error.message))
        }
    }

    private mutating func perform(_ command: ChatCommand, now: Instant) throws(CommandError) {
        switch command {
        case .send(let text): try say(text, .text, in: nil, now: now)
        case .action(let text): try say(text, .action, in: nil, now: now)
        case .say(let room, let text): try say(text, .text, in: room, now: now)
        case .join(let room): try join(room, now: now)
        case .part(let name):
            let room = try chat.room(name)
            pubsub.leave(room.topic, now: now)
            history.close(room, at: historyClock(now))
            events.append(contentsOf: chat.part(room))
        case .room(let room): events.append(chat.switchTo(try chat.room(room)))
        case .nick(let nick): events.append(chat.rename(nick))
        case .dial(let address): dial(address, now: now)
        case .disconnect(let reference): try disconnect(try peer(reference), now: now)
        case .peers: events.append(.peers(peerSummaries()))
        case .rooms: events.append(.rooms(chat.summaries))
        case .names(let name): events.append(chat.names(in: try chat.room(name)))
        case .whois(let reference): events.append(whois(try peer(reference)))
        case .ignore(let reference): events.append(try chat.add(try peer(reference), to: .ignored))
        case .unignore(let reference): events.append(chat.remove(try peer(reference), from: .ignored))
        case .block(let reference):
            let peer = try peer(reference)
            events.append(try chat.add(peer, to: .blocked))
            if pubsub.connectedPeers.contains(peer) { try disconnect(peer, now: now) }
        case .unblock(let reference): events.append(chat.remove(try peer(reference), from: .blocked))
        case .topic(let name):
            let room = try chat.room(name)
            events.append(.notice("\(room.text) is the gossipsub topic \(room.topic)"))
        case .history(let name, let count):
            let room = try chat.room(name)
            let records = history.latest(count ?? Self.shownHistory, in: room)
            events.append(chat.history(of: room, records, latest: count ?? Self.shownHistory))
        case .forget(let room):
            history.forget(room, at: historyClock(now))
            events.append(.notice("forgot what was said in \(room.text)"))
        case .help: events.append(.notice(CommandHelp.text))
        case .inspect: events.append(.inspection(inspection(now: now)))
        case .quit: quit(reason: "quit", now: now)
        case .stop: carryOut(closing.stop(reason: "stopped", now: now), now: now)
        }
    }

    private mutating func say(
        _ text: String,
        _ kind: ChatMessage.Kind,
        in room: RoomName?,
        now: Instant
    ) throws(CommandError) {
        let draft = try chat.draft(text, kind, in: room, milliseconds: clock.milliseconds(at: now))
        do throws(PublishError) {
            let id = try pubsub.publish(draft.payload, to: draft.topic, now: now)
            history.receive(id, in: draft.topic, pubsub, at: historyClock(now))
            events.append(chat.receivePublished(draft, as: id))
        } catch {
            throw CommandError(message: "not sent: \(error.explanation)")
        }
    }

    private mutating func join(_ room: RoomName, now: Instant) throws(CommandError) {
        guard !chat.contains(room) else {
            events.append(chat.switchTo(room))
            return
        }
        events.append(try chat.join(room))
        pubsub.configure(room.topic, room.topicConfiguration)
        pubsub.join(room.topic, now: now)
        history.join(room, at: historyClock(now))
    }

    private mutating func dial(_ address: Multiaddr, now: Instant) {
        if !dialled.contains(address) { dialled.append(address) }
        pubsub.dial(address, keep: true, now: now)
    }

    private mutating func disconnect(_ peer: PeerID, now: Instant) throws(CommandError) {
        let addresses = pubsub.connections.filter { $0.peer == peer }.map { $0.address.withoutPeerID }
        guard !addresses.isEmpty else { throw CommandError(message: "\(peer.description) is not connected") }
        func leadsToPeer(_ address: Multiaddr) -> Bool {
            address.peerID == peer || addresses.contains(address.withoutPeerID)
        }
        for address in dialled where leadsToPeer(address) { pubsub.forget(address) }
        dialled.removeAll(where: leadsToPeer)
        pubsub.disconnect(peer, now: now)
    }

    // MARK: - Answers

    private func peer(_ reference: PeerReference) throws(CommandError) -> PeerID {
        try chat.peer(reference, connected: pubsub.connectedPeers)
    }

    private func whois(_ peer: PeerID) -> ChatEvent {
        let connection = peerSummaries().first { $0.peer == peer }
        return chat.whois(peer, connection, listenAddresses: pubsub.listenAddresses)
    }

    /// The connected peers, sorted by id; of several connections to one the newest, which carries what is
    /// said.
    private func peerSummaries() -> [PeerSummary] {
        let topics = pubsub.snapshot().topics
        var newest: [PeerID: ConnectionSummary] = Dictionary()
        for connection in pubsub.connections { newest[connection.peer] = connection }
        return newest.values.ordered { $0.peer < $1.peer }.map { connection in
            PeerSummary(
                connection,
                mesh: topics.filter { $0.mesh.contains(connection.peer) }.compactMap {
                    RoomName(topic: $0.topic)
                },
                score: pubsub.score(of: connection.peer),
                nick: chat.nick(of: connection.peer)
            )
        }
    }

    private func inspection(now: Instant) -> Inspection {
        let snapshot = pubsub.snapshot()
        return Inspection(
            topics: snapshot.topics.map { topic in
                Inspection.Topic(topic, subscribers: pubsub.subscribers(of: topic.topic), now: now)
            },
            peers: snapshot.peers.map { Inspection.Peer($0) },
            connections: peerSummaries(),
            traces: snapshot.traces.map { Inspection.Trace($0, travelTime: chat.travelTime(of: $0.id)) },
            counters: snapshot.figures
        )
    }
}

/// What the driver calls: passed on, after which everything inside is moved.
extension Node: TransportClient {
    /// Takes in what the driver reports.
    public mutating func receive(_ input: TransportInput, now: Instant) {
        pubsub.receive(input, now: now)
        runToQuiescence(now: now)
    }

    /// Takes in bytes of a connection.
    public mutating func receive(_ bytes: ArraySlice<UInt8>, on connection: ConnectionID, now: Instant) {
        pubsub.receive(bytes, on: connection, now: now)
        runToQuiescence(now: now)
    }

    /// Does what is due at `now`.
    public mutating func handleTimeout(now: Instant) {
        pubsub.handleTimeout(now: now)
        history.handleTimeout(at: historyClock(now))
        runToQuiescence(now: now)
    }

    /// When `handleTimeout` is to be called, if at all.
    public var nextDeadline: Instant? {
        closing.isClosed ? nil : [pubsub.nextDeadline, history.nextDeadline, closing.nextDeadline].compactMap { $0 }.min()
    }

    /// The next thing that the driver is to do.
    public mutating func pollEffect() -> TransportEffect? { pubsub.pollEffect() }

    /// The bytes to write to a connection, in exchange for an empty buffer.
    public mutating func takeOutbound(_ connection: ConnectionID, replacement: consuming [UInt8]) -> [UInt8] {
        pubsub.takeOutbound(connection, replacement: replacement)
    }
}
