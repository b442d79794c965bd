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
    private var introductions = Introductions()
    private var events = EventQueue()
    private var clock: UnixClock
    private var dials = DialList()
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
        let action = startup.advance()
        guard action == .wait else {
            carryOut(action, now: now)
            return true
        }
        if let telling = history.poll(&pubsub, at: historyClock(now)) {
            append(chat.receive(telling))
            return true
        }
        return introduce(now: now) || carryOutInput(now: now)
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
        let canMeetPeers = !pubsub.listenAddresses.isEmpty || !dials.addresses.isEmpty
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

    private mutating func receive(_ event: SwarmEvent, now: Instant) {
        switch event {
        case .listening(let listener, _): startup.receive(listener, isBound: true)
        case .listenFailed(let listener, _, _): startup.receive(listener, isBound: false)
        case .connected(let peer, _, _, _): if chat.isBlocked(peer) { pubsub.disconnect(peer, now: now) }
        case .disconnected(let peer, _):
            introductions.receiveDisconnected(peer)
            history.receiveDisconnection(peer)
            events.append(contentsOf: chat.receiveDeparture(peer))
        case .dialFailed(let address, let error):
            append(dials.failure(of: address, reason: error.description, pubsub, now: now))
        case .identified(let peer, let information):
            let offers = information.protocols.contains(Introductions.protocolName)
            introductions.receiveIdentified(peer, offersProtocol: offers, now: now)
        case .stream(let stream, let event):
            if history.receive(event, of: stream, &pubsub, at: historyClock(now)) { return }
            let told = pubsub.receive(event, of: stream, &introductions, now: now)
            if let told { append(chat.receiveNick(told.nick, of: told.peer)) }
        case .carrierChanged(let peer, _): history.receiveGap(peer, at: historyClock(now))
        case .listenerClosed, .roundTrip: break
        }
        append(event.chatEvent(configuration, isRunning: closing.isRunning))
    }

    /// Tells a peer who we are, if one is to be told. Returns whether one was.
    private mutating func introduce(now: Instant) -> Bool {
        guard closing.isRunning, let peer = introductions.next(now: now) else { return false }
        pubsub.tell(peer, chat.introduction, by: Introductions.protocolName, now: now)
        return true
    }

    private mutating func append(_ event: ChatEvent?) {
        if let event { events.append(event) }
    }

    // MARK: - What the user asks for

    private mutating func carryOut(_ line: LineSplitter.Line, now: Instant) {
        do throws(CommandError) {
            guard let command = try CommandParser.parse(line, engine: configuration.engine) else { return }
            carryOut(command, now: now)
        } catch {
            events.append(.error(error.message))
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
        case .nick(let nick):
            events.append(chat.rename(nick))
            introductions.receiveRenamed(now: now)
        case .dial(let address): dials.dial(address, &pubsub, now: now)
        case .disconnect(let reference): try dials.disconnect(try peer(reference), &pubsub, now: now)
        case .ignore(let reference): events.append(try chat.add(try peer(reference), to: .ignored))
        case .unignore(let reference): events.append(chat.remove(try peer(reference), from: .ignored))
        case .block(let reference):
            let peer = try peer(reference)
            events.append(try chat.add(peer, to: .blocked))
            if pubsub.connectedPeers.contains(peer) { try dials.disconnect(peer, &pubsub, now: now) }
        case .unblock(let reference): events.append(chat.remove(try peer(reference), from: .blocked))
        case .history(let name, let count):
            let (room, count) = (try chat.room(name), count ?? Self.shownHistory)
            events.append(chat.history(of: room, try history.latest(count, in: room), latest: count))
        case .forget(let room):
            try history.forget(room, at: historyClock(now))
            events.append(.notice("forgot what was said in \(room.text)"))
        case .peers, .rooms, .list, .names, .whois, .topic, .help, .inspect:
            append(try pubsub.answer(command, chat, dialled: dials.addresses, now: now))
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

    private func peer(_ reference: PeerReference) throws(CommandError) -> PeerID {
        try chat.peer(reference, connected: pubsub.connectedPeers)
    }
}

/// What the driver calls: passed on, after which everything inside is moved.
extension Node: TransportClient {
    /// Receives what the driver reports.
    public mutating func receive(_ input: TransportInput, now: Instant) {
        pubsub.receive(input, now: now)
        runToQuiescence(now: now)
    }

    /// Receives bytes of a connection.
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
        guard !closing.isClosed else { return nil }
        // Who leaves tells nobody who they are.
        let introduction = closing.isRunning ? introductions.nextDeadline : nil
        return [pubsub.nextDeadline, history.nextDeadline, closing.nextDeadline, introduction]
            .compactMap { $0 }.min()
    }

    /// The next thing that the driver is to do.
    public mutating func pollEffect() -> TransportEffect? { pubsub.pollEffect() }

    /// The bytes to write to a connection, in exchange for an empty buffer.
    public mutating func takeOutbound(_ connection: ConnectionID, replacement: consuming [UInt8]) -> [UInt8] {
        pubsub.takeOutbound(connection, replacement: replacement)
    }
}
