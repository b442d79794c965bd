import HearsayCollections
import Net

/// The messages that peers have announced and were asked for: a peer that does not send one in time has
/// broken a promise (P7).
struct PromiseTracker {
    private var promises: [MessageID: [(peer: PeerSlot, deadline: Instant)]] = Dictionary()
    /// In the order of the deadlines, which is that of the requests.
    private var deadlines = Fifo<(id: MessageID, peer: PeerSlot, deadline: Instant)>()

    var count: Int { deadlines.count }

    /// Remembers one of the ids that `peer` was asked for. A peer has to keep one promise per message.
    mutating func add(_ id: MessageID, peer: PeerSlot, deadline: Instant, limit: Int) {
        guard deadlines.count < limit else { return }
        let present = promises[id] ?? []
        guard !present.contains(where: { $0.peer == peer }) else { return }
        promises[id] = present + [(peer: peer, deadline: deadline)]
        deadlines.append((id: id, peer: peer, deadline: deadline))
    }

    /// The message has come, no matter from whom.
    mutating func fulfil(_ id: MessageID) {
        guard !promises.isEmpty else { return }
        promises[id] = nil
    }

    /// The stream by which the peer was asked, or was to answer, is gone: it has promised nothing.
    mutating func forget(_ peer: PeerSlot) {
        guard promises.values.contains(where: { $0.contains { $0.peer == peer } }) else { return }
        promises = promises.compactMapValues { present in
            let rest = present.filter { $0.peer != peer }
            return rest.isEmpty ? nil : rest
        }
    }

    /// The peers whose promises were due before `now`: each once for every promise broken, in the order of
    /// the requests.
    mutating func takeBroken(before now: Instant) -> [PeerSlot] {
        var broken: [PeerSlot] = []
        while let first = deadlines.first, first.deadline < now {
            _ = deadlines.popFirst()
            guard let present = promises[first.id] else { continue }
            let rest = present.filter { $0.peer != first.peer || $0.deadline != first.deadline }
            if rest.count < present.count { broken.append(first.peer) }
            promises[first.id] = rest.isEmpty ? nil : rest
        }
        return broken
    }
}
