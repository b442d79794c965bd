import Gossip
import History
@testable import Net

/// What peers say to each other about what was said before.
let historyTargets = [
    FuzzTarget(
        name: "reconciliation",
        seeds: {
            var index = items(200)
            var initiator = ReconciliationInitiator(from: .start)
            var responder = ReconciliationResponder(from: .start)
            let first = initiator.begin(&index)
            var other = items(190)
            let answer = (try? responder.receive(first[...], &other)) ?? []
            let second = (try? initiator.receive(answer[...], &index)) ?? []
            return [first, answer, second ?? [], [0x61, 0, 0, 2, 0]]
        },
        run: driveReconciliation
    ),
    FuzzTarget(name: "history", seeds: historySeeds, run: driveHistory),
]

/// Both roles take the message, and the answer is one that the other understands.
@Sendable private func driveReconciliation(_ input: [UInt8]) {
    var limits = ReconciliationLimits()
    limits.messageBytes = 8_192
    var index = items(100)
    var responder = ReconciliationResponder(from: .start, limits: limits)
    var initiator = ReconciliationInitiator(from: .start, limits: limits)
    _ = initiator.begin(&index)
    if let next = try? initiator.receive(input[...], &index) {
        require(next.count <= limits.messageBytes, "a message keeps to the limit")
        require((try? responder.receive(next[...], &index)) != nil, "what is asked can be read")
    }
    require(initiator.missing.count <= input.count / 32, "only what was named is missing")
    responder = ReconciliationResponder(from: .start, limits: limits)
    if let answer = try? responder.receive(input[...], &index) {
        require(answer.count <= limits.messageBytes, "an answer keeps to the limit")
        initiator = ReconciliationInitiator(from: .start, limits: limits)
        // It returns nil at the end, which is no error.
        do {
            _ = try initiator.receive(answer[...], &index)
        } catch {
            require(false, "what is answered can be read")
        }
    }
}

private func items(_ count: Int) -> ItemIndex {
    var index = ItemIndex()
    for number in 0..<count {
        let id = ItemID(ofMessage: Array("item \(number)".utf8))
        index.insert(HistoryItem(time: 1_000 + UInt64(number / 3), id: id))
    }
    return index
}

private let topic = "hearsay/1/lobby"
private let clock = HistoryClock(now: .origin, seconds: 1_700_000_000)

/// A history with one message, and a member.
private func history(of number: UInt8, with member: UInt8) -> HistoryExchange {
    var history = HistoryExchange(localPeer: peer(number).peerID, seed: 1, now: .origin)
    history.open(topic, time: .payload, at: clock)
    var router = GossipRouter(
        localIdentity: peer(number),
        seed: [UInt8](repeating: number, count: 32),
        initialSequenceNumber: 1,
        now: .origin
    )
    var payload = ProtobufWriter()
    payload.append(2, string: "text")
    payload.append(3, varint: 1_699_999_000_000)
    if let id = try? router.publish(payload.bytes, to: topic, now: .origin) {
        history.receiveLive(router.encodedMessage(id) ?? [], of: topic, at: clock)
    }
    history.receiveMember(peer(member).peerID, of: topic, at: clock)
    return history
}

/// What both ends of a whole session write.
@Sendable private func historySeeds() -> [[UInt8]] {
    var ends = [history(of: 1, with: 2), history(of: 2, with: 1)]
    if !(peer(1).peerID < peer(2).peerID) { ends.swapAt(0, 1) }
    var sessions: [HistorySessionID?] = [nil, nil]
    var written: [[UInt8]] = [[], []]
    var isMoving = true
    while isMoving {
        isMoving = false
        for end in 0..<2 {
            guard let output = ends[end].pollOutput() else { continue }
            isMoving = true
            switch output {
            case .open(let session, let other):
                sessions[end] = session
                let asker = other == peer(1).peerID ? peer(2).peerID : peer(1).peerID
                sessions[1 - end] = ends[1 - end].receiveStream(from: asker, at: clock)
                ends[end].receiveOpened(session, at: clock)
            case .write(let session, let bytes):
                written[end] += bytes
                if let other = sessions[1 - end] { ends[1 - end].receive(bytes[...], of: other, at: clock) }
                ends[end].receiveWritten(session, at: clock)
            default: break
            }
        }
    }
    return written.map { [255] + $0 }
}

/// A peer says whatever the fuzzer likes, to one who asks and to one who answers.
@Sendable private func driveHistory(_ input: [UInt8]) {
    for isAsking in [true, false] {
        var history = isAsking ? history(of: 1, with: 2) : history(of: 2, with: 1)
        let other = isAsking ? peer(2).peerID : peer(1).peerID
        var session = isAsking ? nil : history.receiveStream(from: other, at: clock)
        for piece in [[][...]] + pieces(of: input) {
            if let session { history.receive(piece, of: session, at: clock) }
            while let output = history.pollOutput() {
                switch output {
                case .open(let opened, _):
                    session = opened
                    history.receiveOpened(opened, at: clock)
                case .write(let written, _): history.receiveWritten(written, at: clock)
                case .late(_, let record): require(record.author == other, "only the seeds are signed")
                default: break
                }
            }
        }
        require(history.size(of: topic).messages <= 2, "only the seeds are kept")
    }
}
