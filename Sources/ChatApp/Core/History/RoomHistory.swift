import Gossip
import HearsayCollections
import History
import Net
import PubSub

/// History in a node: what was said in its rooms, and the streams by which peers complete it for each other.
///
/// Nothing is kept where the user keeps nothing.
struct RoomHistory {
    /// What the node is to tell.
    enum Telling {
        /// A message that was said before, and is new here.
        case late(topic: String, HistoryRecord)
        case caughtUp(CatchUpReport)
    }

    private struct Awaited {
        /// What was said meanwhile.
        var messages: [[UInt8]] = []
        /// When the room was forgotten meanwhile.
        var floor: UInt64 = 0
    }

    /// The messages of a room that wait for the store; what is more is got from others.
    private static let maximumAwaited = 1_000

    private var exchange: HistoryExchange?
    private var streams = HistoryStreams()
    private let hasStore: Bool
    /// The rooms of which the store has not answered yet.
    private var awaited: [String: Awaited] = [:]
    /// What the store is to do.
    private var storage = Fifo<StorageRequest>()

    /// - Parameters:
    ///   - localPeer: Who we are.
    ///   - keep: How much of each room is kept; nil keeps and offers nothing.
    ///   - hasStore: Whether somebody asks `pollStorage`.
    ///   - seed: For the choice among members.
    ///   - now: The driver's time.
    init(localPeer: PeerID, keep: HistoryKeep?, hasStore: Bool, seed: UInt64, now: Instant) {
        self.hasStore = hasStore
        exchange = keep.map { HistoryExchange(localPeer: localPeer, keep: $0, seed: seed, now: now) }
    }

    // MARK: - Rooms

    /// Keeps a room from now on; with a store, when that has answered.
    mutating func join(_ room: RoomName, at clock: HistoryClock) {
        guard exchange != nil else { return }
        if hasStore {
            awaited[room.topic] = Awaited()
            storage.append(.open(room))
        } else {
            open(room, floor: 0, at: clock)
        }
    }

    /// The store has told what it has kept of a room.
    mutating func receiveStored(
        _ records: [HistoryRecord],
        of room: RoomName,
        floor: UInt64,
        _ pubsub: borrowing PubSub,
        at clock: HistoryClock
    ) {
        guard let awaited = awaited.removeValue(forKey: room.topic) else { return }
        open(room, floor: max(floor, awaited.floor), at: clock)
        exchange?.restore(records, to: room.topic, at: clock)
        for bytes in awaited.messages { exchange?.receiveLive(bytes, of: room.topic, at: clock) }
        for member in pubsub.subscribers(of: room.topic) {
            exchange?.receiveMember(member, of: room.topic, at: clock)
        }
    }

    private mutating func open(_ room: RoomName, floor: UInt64, at clock: HistoryClock) {
        exchange?.open(room.topic, time: room.historyTime, floor: floor, at: clock)
    }

    /// Keeps it no longer.
    mutating func close(_ room: RoomName, at clock: HistoryClock) {
        awaited[room.topic] = nil
        exchange?.close(room.topic, at: clock)
    }

    /// Lets go of everything that was said there.
    ///
    /// - Throws: `CommandError` where nothing is kept.
    mutating func forget(_ room: RoomName, at clock: HistoryClock) throws(CommandError) {
        guard exchange != nil else { throw Self.isOff }
        if awaited[room.topic] != nil { awaited[room.topic] = Awaited(floor: clock.seconds + 1) }
        exchange?.forget(room.topic, at: clock)
        store(room.topic) { .forget($0, seconds: clock.seconds) }
    }

    /// The latest messages of a room: so many, and the rest of the second in which the first was said.
    ///
    /// - Throws: `CommandError` where nothing is kept.
    mutating func latest(_ count: Int, in room: RoomName) throws(CommandError) -> [HistoryRecord] {
        guard exchange != nil else { throw Self.isOff }
        return exchange?.latest(count, of: room.topic) ?? []
    }

    private static var isOff: CommandError {
        CommandError(message: "history is off; a start with --history 30d keeps what is said")
    }

    // MARK: - What gossip tells

    /// Whether a message has been shown already, or is not to be.
    func knows(_ message: GossipMessage) -> Bool {
        exchange?.knows(message.id, of: message.topic) ?? false
    }

    /// A message was said, by others or by us.
    mutating func receive(
        _ id: MessageID,
        in topic: String,
        _ pubsub: borrowing PubSub,
        at clock: HistoryClock
    ) {
        guard exchange != nil, let bytes = pubsub.encodedMessage(id) else { return }
        if let count = awaited[topic]?.messages.count {
            if count < Self.maximumAwaited { awaited[topic]?.messages.append(bytes) }
        } else {
            exchange?.receiveLive(bytes, of: topic, at: clock)
        }
    }

    mutating func receiveMember(_ peer: PeerID, of topic: String, at clock: HistoryClock) {
        exchange?.receiveMember(peer, of: topic, at: clock)
    }

    mutating func receiveDeparture(_ peer: PeerID, of topic: String) {
        exchange?.receiveDeparture(peer, of: topic)
    }

    mutating func receiveDisconnection(_ peer: PeerID) {
        exchange?.receiveDisconnection(peer)
    }

    /// Something may have been missed between us and the peer.
    mutating func receiveGap(_ peer: PeerID, at clock: HistoryClock) {
        exchange?.receiveGap(peer, at: clock)
    }

    // MARK: - Streams

    /// Something has happened to a stream that is none of gossip.
    ///
    /// - Returns: Whether it is one of history.
    mutating func receive(
        _ event: StreamEvent,
        of stream: StreamID,
        _ pubsub: inout PubSub,
        at clock: HistoryClock
    ) -> Bool {
        if case .opened(let peer, HistoryExchange.protocolName, .inbound) = event {
            if let session = exchange?.receiveStream(from: peer, at: clock) {
                streams.add(stream, for: session)
            } else {
                pubsub.reset(stream, now: clock.now)
            }
            return true
        }
        guard let session = streams.session(of: stream) else { return false }
        switch event {
        case .opened: break
        case .readable: streams.receiveReadable(session, hasEnded: false)
        case .ended: streams.receiveReadable(session, hasEnded: true)
        case .writable:
            if streams.flush(session, &pubsub, now: clock.now) {
                exchange?.receiveWritten(session, at: clock)
            }
        case .refused, .closed, .reset:
            _ = streams.remove(session)
            exchange?.receiveEnd(session, isReset: event == .reset, at: clock)
        }
        return true
    }

    // MARK: - After every change

    /// Moves what is inside, until there is something to tell.
    mutating func poll(_ pubsub: inout PubSub, at clock: HistoryClock) -> Telling? {
        while true {
            if let output = exchange?.pollOutput() {
                if let telling = carryOut(output, &pubsub, at: clock) { return telling }
            } else if let read = streams.read(&pubsub, now: clock.now) {
                exchange?.receive(read.bytes[...], of: read.session, at: clock)
                if read.isEnd { receiveEnd(of: read.session, &pubsub, at: clock) }
            } else {
                return nil
            }
        }
    }

    /// What the store is to do next.
    mutating func pollStorage() -> StorageRequest? { storage.popFirst() }

    /// Does what is due.
    mutating func handleTimeout(at clock: HistoryClock) {
        guard let deadline = exchange?.nextDeadline, deadline <= clock.now else { return }
        exchange?.handleTimeout(at: clock)
    }

    /// When `handleTimeout` is wanted next.
    var nextDeadline: Instant? { exchange?.nextDeadline }

    // MARK: - Private

    private mutating func store(_ topic: String, _ request: (RoomName) -> StorageRequest) {
        guard hasStore, let room = RoomName(topic: topic) else { return }
        storage.append(request(room))
    }

    private mutating func carryOut(
        _ output: HistoryOutput,
        _ pubsub: inout PubSub,
        at clock: HistoryClock
    ) -> Telling? {
        switch output {
        case .open(let session, let peer): open(session, peer, &pubsub, at: clock)
        case .write(let session, let bytes):
            if streams.write(bytes, to: session, &pubsub, now: clock.now) {
                exchange?.receiveWritten(session, at: clock)
            }
        case .close(let session): streams.close(session, &pubsub, now: clock.now)
        case .reset(let session):
            if let stream = streams.remove(session) { pubsub.reset(stream, now: clock.now) }
        case .late(let topic, let record): return .late(topic: topic, record)
        case .caughtUp(let report): return .caughtUp(report)
        case .keep(let topic, let record): store(topic) { .keep($0, record) }
        case .drop(let topic, let items): store(topic) { .drop($0, items) }
        }
        return nil
    }

    private mutating func open(
        _ session: HistorySessionID,
        _ peer: PeerID,
        _ pubsub: inout PubSub,
        at clock: HistoryClock
    ) {
        do throws(SwarmError) {
            let names = [HistoryExchange.protocolName]
            streams.add(try pubsub.openStream(to: peer, protocols: names, now: clock.now), for: session)
            // The first words travel with the proposal: they name the room to nobody who does not know it.
            exchange?.receiveOpened(session, at: clock)
        } catch {
            exchange?.receiveEnd(session, isReset: false, at: clock)
        }
    }

    /// The peer has said all, and it was read.
    private mutating func receiveEnd(
        of session: HistorySessionID,
        _ pubsub: inout PubSub,
        at clock: HistoryClock
    ) {
        // One that is over closes by itself.
        guard let stream = streams.openStream(of: session) else { return }
        _ = streams.remove(session)
        pubsub.reset(stream, now: clock.now)
        exchange?.receiveEnd(session, isReset: false, at: clock)
    }
}
