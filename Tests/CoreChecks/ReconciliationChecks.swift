import History
import Net

/// Negentropy v1, against the messages of the reference implementation in JavaScript
/// (<https://github.com/hoytech/negentropy>), and against itself.
let reconciliationChecks: [CoreCheck] = [
    CoreCheck("A list of no ids for everything is answered by our ids, as the reference does") { check in
        var index = ItemIndex()
        index.insert(HistoryItem(time: 12_345, id: ItemID([UInt8](repeating: 0xEE, count: 32)[...])))
        var responder = ReconciliationResponder(from: .start)
        check.expectEqual(
            answer(&responder, "6100000200", &index),
            "6100000201" + String(repeating: "ee", count: 32),
            "the answer"
        )
        check.expectEqual(answer(&responder, "62aabbccddeeff", &index), "61", "another version")
    },
    CoreCheck("The sixteen fingerprints of the reference are those of the same hundred items") { check in
        var index = hundred(without: nil)
        var initiator = ReconciliationInitiator(from: .start)
        _ = initiator.begin(&index)
        check.expect(next(&initiator, referenceMessage, &index) == "done", "nothing differs")
        // Without one of them only its range differs, and is asked for.
        index = hundred(without: 57)
        initiator = ReconciliationInitiator(from: .start)
        _ = initiator.begin(&index)
        let question = next(&initiator, referenceMessage, &index)
        var other = hundred(without: nil)
        var responder = ReconciliationResponder(from: .start)
        var message = question
        var rounds = 0
        while message != "done", rounds < 10 {
            message = next(&initiator, answer(&responder, message, &other), &index)
            rounds += 1
        }
        check.expectEqual(initiator.missing, [item(57).id], "it is found")
        check.expectEqual(initiator.surplus, [], "and nothing else")
    },
    CoreCheck("What is no message is refused, with the reason") { check in
        let cases: [(String, ReconciliationError)] = [
            ("", .truncated), ("60", .unsupportedVersion(0x60)), ("6100", .truncated),
            ("61000003", .unknownMode), ("61002100", .invalidBound), ("6100000100", .truncated),
            ("6100000205aa", .truncated), ("61800000", .invalidNumber),
            ("61ffffffffffffffffffff7f0000", .invalidNumber),
            // A bound before the one that it follows, and one beyond the end of time.
            ("61" + "0101ff00" + "01010100", .invalidBound),
            ("6103" + "0000" + "81ffffffffffffffff7f" + "0000", .invalidBound),
        ]
        for (hex, error) in cases {
            check.expectThrows(error, hex) { () throws(ReconciliationError) in
                var index = hundred(without: nil)
                var initiator = ReconciliationInitiator(from: .start)
                _ = try initiator.receive((Hex.decode(hex) ?? [])[...], &index)
            }
        }
    },
    CoreCheck("Random sets are completed, in both roles and by messages of any length") { check in
        var random = SimulationRandom(seed: 3)
        for round in 0..<60 {
            var ours = ItemIndex()
            var theirs = ItemIndex()
            let count = Int.random(in: 0..<300, using: &random)
            for number in 0..<count {
                let item = item(number)
                let place = UInt8.random(in: 0..<10, using: &random)
                if place != 0 { ours.insert(item) }
                if place != 1 { theirs.insert(item) }
            }
            var limits = ReconciliationLimits()
            if round % 2 == 0 { limits.messageBytes = 4_096 }
            var initiator = ReconciliationInitiator(from: .start, limits: limits)
            var responder = ReconciliationResponder(from: .start, limits: limits)
            var message = Hex.encode(initiator.begin(&ours))
            while message != "done" {
                message = next(&initiator, answer(&responder, message, &theirs), &ours)
                check.expect(message.utf8.count <= 2 * limits.messageBytes, "the limit")
            }
            var completed = ours
            var expected = theirs
            for number in 0..<count {
                if initiator.missing.contains(item(number).id) { completed.insert(item(number)) }
            }
            for item in initiator.surplus { expected.insert(item) }
            check.expect(completed.count == expected.count, "round \(round)")
        }
    },
]

/// What the reference says of `hundred` to a peer that has something else.
private let referenceMessage =
    "61876b018601a2d3ae2b941cb2861d841ff6abaa1e400301f201e0a6a70114c1b3bfe5f0269f392082980400015e35e6a26f091e59"
    + "aa9388aa4cccc29d0301de011187b7eac48df673196aa4f47b9299d303017501eb6ac301deba168f6af8b1d028699cae03012d01"
    + "254c780d47bd14f5704b9b98bae8a97f03016901bcc767541e6dad0216b1c480df3cacbe03016c01ea4b46aad583c46d7cad4e0f"
    + "ceb47f4f03019f01f2c2f6beefcabddb8a48ceac532c16fa030192014fbdb53f9867ec7523343fce3894aea30301820146f59002"
    + "59a410ff88a7b25644418c7503018f01c026bd1f6830c44939bce2704fc4aa770301aa010a79255f27a6360c6d19a072ad822599"
    + "03013d01b2881459a54dd2f715e466d0fc6667a803014401a3d345d3f75d2823818b60036677605e000001b9e682afdeb25a17c6"
    + "f5b8a1dc0553a6"

private func item(_ number: Int) -> HistoryItem {
    HistoryItem(time: 1_000 + UInt64(number / 3), id: ItemID(ofMessage: Array("item \(number)".utf8)))
}

private func hundred(without missing: Int?) -> ItemIndex {
    var index = ItemIndex()
    for number in 0..<100 where number != missing { index.insert(item(number)) }
    return index
}

private func answer(
    _ responder: inout ReconciliationResponder,
    _ message: String,
    _ index: inout ItemIndex
) -> String {
    do {
        return Hex.encode(try responder.receive((Hex.decode(message) ?? [])[...], &index))
    } catch {
        return "refused"
    }
}

/// The next message, "done", or "refused".
private func next(
    _ initiator: inout ReconciliationInitiator,
    _ message: String,
    _ index: inout ItemIndex
) -> String {
    do {
        return try initiator.receive((Hex.decode(message) ?? [])[...], &index).map { Hex.encode($0) }
            ?? "done"
    } catch {
        return "refused"
    }
}
