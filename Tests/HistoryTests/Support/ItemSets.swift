@testable import History
import Net

/// An index of items.
func index(of items: some Sequence<HistoryItem>) -> ItemIndex {
    var index = ItemIndex()
    for item in items { index.insert(item) }
    return index
}

/// So many items, `perSecond` in each second.
func items(
    _ count: Int,
    perSecond: Int = 1,
    from time: UInt64 = 1_700_000_000,
    using random: inout SimulationRandom
) -> [HistoryItem] {
    (0..<count).map { HistoryItem(time: time + UInt64($0 / perSecond), id: randomID(using: &random)) }
}

func randomID(using random: inout SimulationRandom) -> ItemID {
    ItemID((0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }[...])
}

/// What a reconciliation took and found.
struct Reconciled {
    var missing: Set<ItemID> = []
    var surplus: Set<ItemID> = []
    var rounds = 0
    var bytes = 0
}

/// Reconciles two indexes to the end.
func reconcile(
    _ asking: inout ItemIndex,
    _ answering: inout ItemIndex,
    from start: HistoryItem = .start,
    limits: ReconciliationLimits = ReconciliationLimits()
) throws -> Reconciled {
    var initiator = ReconciliationInitiator(from: start, limits: limits)
    var responder = ReconciliationResponder(from: start, limits: limits)
    var result = Reconciled()
    var message: [UInt8]? = initiator.begin(&asking)
    while let question = message {
        let answer = try responder.receive(question[...], &answering)
        result.bytes += question.count + answer.count
        message = try initiator.receive(answer[...], &asking)
    }
    result.rounds = initiator.rounds
    result.missing = Set(initiator.missing)
    result.surplus = Set(initiator.surplus.map(\.id))
    return result
}
