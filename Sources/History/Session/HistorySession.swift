import Gossip
import Net

/// One reconciliation of one room with one peer, over one stream (docs/history.md).
///
/// Whoever opened the stream asks. `append` what was read and take frames by `nextFrame` until there are
/// none; a frame goes to `receive`. Whenever everything handed out has been written, `takeOutbound` has more.
/// A throw is final.
struct HistorySession {
    private enum Phase {
        /// The stream is open and the peer has to say which room it asks for.
        case awaitingHello
        /// We have asked, and wait for the peer's hello.
        case greeting(RoomTag)
        case asking(ReconciliationInitiator)
        /// - Parameter ignoresNext: The peer's first message was made for another window.
        case answering(ReconciliationResponder, ignoresNext: Bool)
        case exchanging
    }

    /// Who is at the other end.
    let peer: PeerID
    /// The room; nil before the peer has named it.
    private(set) var topic: String?
    /// What was moved so far.
    private(set) var tally = HistoryTally()
    /// Whether the peer has said anything.
    private(set) var isAnswered = false

    private let isAsking: Bool
    private let limits: HistoryLimits
    private var phase: Phase
    /// Where the window begins.
    private var start: UInt64 = 0
    private var frames = FrameBuffer(maximumFrameBytes: HistoryFrame.maximumBytes)
    private var outbox: [UInt8] = []
    /// What was asked for and has not come.
    private var wanted: Set<ItemID> = []
    private var delivery = HistoryDelivery()
    private var hasSentDone = false
    private var hasReceivedDone = false

    // MARK: - Beginning

    /// The session in which we ask.
    init(asking peer: PeerID, topic: String, tag: RoomTag, start: UInt64, limits: HistoryLimits) {
        self.peer = peer
        self.topic = topic
        self.limits = limits
        self.start = start
        isAsking = true
        phase = .greeting(tag)
    }

    /// The session in which a peer asks.
    init(answering peer: PeerID, limits: HistoryLimits) {
        self.peer = peer
        self.limits = limits
        isAsking = false
        phase = .awaitingHello
    }

    /// Says the first words of who asks: the stream is open.
    mutating func begin(_ log: inout RoomLog) {
        guard case .greeting(let tag) = phase else { return }
        send(.hello(hello(tag)))
        var initiator = ReconciliationInitiator(
            from: HistoryItem(startOf: start),
            limits: limits.reconciliation
        )
        send(.reconciliation(initiator.begin(&log.index)[...]))
        tally.rounds = 1
    }

    /// Answers the first words: the peer asks for that room.
    mutating func begin(answering hello: HistoryHello, topic: String, start ours: UInt64) {
        self.topic = topic
        start = max(ours, hello.start)
        send(.hello(self.hello(hello.tag)))
        let responder = ReconciliationResponder(
            from: HistoryItem(startOf: start),
            limits: reconciliationLimits(of: hello)
        )
        phase = .answering(responder, ignoresNext: start != hello.start)
    }

    /// Refuses, and says no more: we are in no such room.
    mutating func refuse() {
        send(.refusal)
        hasSentDone = true
        hasReceivedDone = true
    }

    // MARK: - Input

    /// Takes bytes of the stream.
    mutating func append(_ bytes: ArraySlice<UInt8>) {
        tally.streamBytes += bytes.count
        frames.append(bytes)
    }

    /// The next whole frame.
    mutating func nextFrame() throws(HistoryViolation) -> HistoryFrame? {
        let frame: ArraySlice<UInt8>?
        do {
            frame = try frames.next()
        } catch {
            throw .malformedFrame
        }
        guard let frame else { return nil }
        isAnswered = true
        return try HistoryFrame(frame)
    }

    /// Takes a frame. Those of `awaitingHello` are its owner's: it knows the rooms.
    ///
    /// - Returns: The messages that were brought, unchecked.
    mutating func receive(_ frame: HistoryFrame, _ log: inout RoomLog) throws(HistoryViolation)
        -> [ArraySlice<UInt8>]
    {
        switch frame {
        case .hello(let hello): try receive(hello, &log)
        case .refusal:
            guard isAsking, case .greeting = phase else { throw .malformedFrame }
            hasSentDone = true
            hasReceivedDone = true
        case .reconciliation(let message): try receiveReconciliation(message, &log)
        case .wants(let places): try receiveWants(places)
        case .messages(let messages):
            try beginExchange()
            tally.received += messages.count
            for message in messages { tally.messageBytes += message.count }
            return messages
        case .done:
            try beginExchange()
            guard wanted.isEmpty else { throw .undelivered }
            hasReceivedDone = true
        }
        return []
    }

    /// A message was brought that is signed and belongs to the room.
    mutating func receive(_ record: HistoryRecord) throws(HistoryViolation) {
        guard !isAsking || wanted.remove(record.item.id) != nil else { throw .unsolicited }
        guard record.item.time >= start else { throw .unsolicited }
    }

    /// It was new here.
    mutating func countNew() {
        tally.newMessages += 1
    }

    // MARK: - Output

    /// The next bytes to write; empty when there are none for now.
    mutating func takeOutbound(_ log: RoomLog?) -> [UInt8] {
        if let log, outbox.isEmpty, case .exchanging = phase, !hasSentDone {
            let batch = delivery.batch(of: log)
            if !batch.isEmpty {
                tally.sent += batch.count
                for message in batch { tally.messageBytes += message.count }
                send(.messages(batch))
            } else if delivery.isEmpty, isAsking || hasReceivedDone {
                hasSentDone = true
                send(.done)
            }
        }
        defer { outbox = [] }
        tally.streamBytes += outbox.count
        return outbox
    }

    /// Whether nothing more is to be written or read.
    var isOver: Bool {
        hasSentDone && outbox.isEmpty && (hasReceivedDone || isAsking && wanted.isEmpty)
    }

    /// Whether a message would be sent now, which costs of what may be sent in a second.
    var wantsToDeliver: Bool { outbox.isEmpty && !delivery.isEmpty }

    // MARK: - Private

    private mutating func send(_ frame: HistoryFrame) {
        frame.append(to: &outbox)
    }

    private func hello(_ tag: RoomTag) -> HistoryHello {
        HistoryHello(tag: tag, start: start, messageBytes: UInt64(limits.reconciliation.messageBytes))
    }

    private func reconciliationLimits(of hello: HistoryHello) -> ReconciliationLimits {
        var limits = limits.reconciliation
        limits.messageBytes = Int(min(UInt64(limits.messageBytes), hello.messageBytes))
        return limits
    }

    private mutating func receive(_ hello: HistoryHello, _ log: inout RoomLog) throws(HistoryViolation) {
        guard case .greeting(let tag) = phase, hello.tag == tag, hello.start >= start else {
            throw .malformedFrame
        }
        var initiator = ReconciliationInitiator(
            from: HistoryItem(startOf: hello.start),
            limits: reconciliationLimits(of: hello)
        )
        let first = initiator.begin(&log.index)
        if hello.start != start {
            // The peer keeps less than we do: the first message was for nothing.
            start = hello.start
            tally.rounds += 1
            send(.reconciliation(first[...]))
        }
        phase = .asking(initiator)
    }

    private mutating func receiveReconciliation(
        _ message: ArraySlice<UInt8>,
        _ log: inout RoomLog
    ) throws(HistoryViolation) {
        switch phase {
        case .asking(var initiator):
            let next: [UInt8]?
            do {
                next = try initiator.receive(message, &log.index)
            } catch {
                throw .reconciliation(error)
            }
            if let next {
                tally.rounds += 1
                phase = .asking(initiator)
                send(.reconciliation(next[...]))
            } else {
                settle(initiator, log)
            }
        case .answering(_, ignoresNext: true):
            guard case .answering(let responder, _) = phase else { return }
            phase = .answering(responder, ignoresNext: false)
        case .answering(var responder, ignoresNext: false):
            do {
                send(.reconciliation(try responder.receive(message, &log.index)[...]))
            } catch {
                throw .reconciliation(error)
            }
            tally.rounds += 1
            phase = .answering(responder, ignoresNext: false)
        case .awaitingHello, .greeting, .exchanging: throw .malformedFrame
        }
    }

    /// Both ends are known: asks for what is lacking here, and sends what is lacking there.
    private mutating func settle(_ initiator: ReconciliationInitiator, _ log: RoomLog) {
        var places: [Int] = []
        for (id, place) in zip(initiator.missing, initiator.missingPlaces)
        where !log.knows(id) && place < HistoryFrame.maximumWants && wanted.insert(id).inserted {
            places.append(place)
        }
        if !places.isEmpty { send(.wants(places)) }
        delivery.append(initiator.surplus)
        phase = .exchanging
    }

    private mutating func receiveWants(_ places: [Int]) throws(HistoryViolation) {
        guard case .answering(let responder, _) = phase, (places.last ?? 0) < responder.named.count else {
            throw .malformedFrame
        }
        phase = .exchanging
        delivery.append(places.map { responder.named[$0] })
    }

    /// The peer has begun to deliver.
    private mutating func beginExchange() throws(HistoryViolation) {
        switch phase {
        case .answering: phase = .exchanging
        case .exchanging: break
        case .awaitingHello, .greeting, .asking: throw .malformedFrame
        }
        guard !hasReceivedDone else { throw .malformedFrame }
    }
}
