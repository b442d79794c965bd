@testable import History
import Net
import Testing

@Suite("Two peers find what either lacks")
struct ReconciliationTests {
    @Test("Nothing different: one round trip and 60 bytes, whatever the size")
    func nothingDifferent() throws {
        var random = SimulationRandom(seed: 1)
        var ours = index(of: items(10_000, using: &random))
        var theirs = ours
        let result = try reconcile(&ours, &theirs)
        #expect(result.rounds == 1)
        #expect(result.bytes <= 60)
        #expect(result.missing.isEmpty && result.surplus.isEmpty)
    }

    @Test("100 of 10,000 missing in a row: three round trips and 8 KiB", arguments: [true, false])
    func absence(isOurs: Bool) throws {
        for seed in 1...8 as ClosedRange<UInt64> {
            var random = SimulationRandom(seed: seed)
            let all = items(10_000, perSecond: 3, using: &random)
            let start = Int.random(in: 0...9_900, using: &random)
            var whole = index(of: all)
            var torn = index(of: all[..<start] + all[(start + 100)...])
            let lost = Set(all[start..<start + 100].map(\.id))
            let result = isOurs ? try reconcile(&torn, &whole) : try reconcile(&whole, &torn)
            #expect((isOurs ? result.missing : result.surplus) == lost)
            #expect((isOurs ? result.surplus : result.missing).isEmpty)
            #expect(result.rounds <= 3)
            #expect(result.bytes <= 8 * 1_024)
        }
    }

    @Test("100 of 10,000 scattered: three round trips and 48 KiB", arguments: [0, 50, 100])
    func scattered(ours count: Int) throws {
        for seed in 1...3 as ClosedRange<UInt64> {
            var random = SimulationRandom(seed: seed)
            let all = items(10_000, perSecond: 3, using: &random)
            let lost = all.shuffled(using: &random).prefix(100)
            let oursAlone = Set(lost.prefix(count))
            let theirsAlone = Set(lost.dropFirst(count))
            var ours = index(of: all.filter { !theirsAlone.contains($0) })
            var theirs = index(of: all.filter { !oursAlone.contains($0) })
            let result = try reconcile(&ours, &theirs)
            #expect(result.missing == Set(theirsAlone.map(\.id)))
            #expect(result.surplus == Set(oursAlone.map(\.id)))
            #expect(result.rounds <= 3)
            #expect(result.bytes <= 48 * 1_024)
        }
    }

    @Test("A newcomer finds 10,000 in messages of 32 KiB, and 33 bytes each")
    func newcomer() throws {
        var random = SimulationRandom(seed: 4)
        let all = items(10_000, using: &random)
        var ours = ItemIndex()
        var theirs = index(of: all)
        let result = try reconcile(&ours, &theirs)
        #expect(result.missing == Set(all.map(\.id)))
        #expect(result.bytes <= 33 * 10_000)
    }

    @Test("What lies before the window is neither named nor counted")
    func window() throws {
        var random = SimulationRandom(seed: 5)
        let old = items(500, from: 1_000, using: &random)
        let common = items(500, from: 2_000, using: &random)
        let extra = items(3, from: 2_100, using: &random)
        var ours = index(of: old + common)
        var theirs = index(of: common + extra)
        let result = try reconcile(&ours, &theirs, from: HistoryItem(startOf: 2_000))
        #expect(result.surplus.isEmpty)
        #expect(result.missing == Set(extra.map(\.id)))
    }

    @Test("Many items of one second, and ids that share their beginnings, are told apart")
    func likeIDs() throws {
        var random = SimulationRandom(seed: 6)
        let ids = (0..<300).map { number in
            ItemID(([UInt8](repeating: 7, count: 30) + [UInt8(number / 256), UInt8(number % 256)])[...])
        }
        let all = ids.map { HistoryItem(time: 9, id: $0) }
        let lost = Set(all.shuffled(using: &random).prefix(20))
        var ours = index(of: all.filter { !lost.contains($0) })
        var theirs = index(of: all)
        #expect(try reconcile(&ours, &theirs).missing == Set(lost.map(\.id)))
        #expect(try reconcile(&theirs, &ours).surplus == Set(lost.map(\.id)))
    }

    @Test("1,000 random pairs of sets: both roles, against an implementation that others could have written")
    func otherImplementation() throws {
        let other = try OtherImplementation()
        var random = SimulationRandom(seed: 7)
        for round in 0..<1_000 {
            let common = items(Int.random(in: 0...150, using: &random), perSecond: 4, using: &random)
            let oursAlone = items(Int.random(in: 0...40, using: &random), perSecond: 4, using: &random)
            let theirsAlone = items(Int.random(in: 0...40, using: &random), perSecond: 4, using: &random)
            var ours = index(of: common + oursAlone)
            let limit = round % 3 == 0 ? 4_096 : 0
            #expect(other.begin(common + theirsAlone, messageBytes: limit))
            if round % 2 == 0 {
                try ask(other, &ours, missing: theirsAlone, surplus: oursAlone)
            } else {
                try answer(other, &ours, have: theirsAlone, need: oursAlone)
            }
        }
    }

    private func ask(
        _ other: OtherImplementation,
        _ ours: inout ItemIndex,
        missing: [HistoryItem],
        surplus: [HistoryItem]
    ) throws {
        var initiator = ReconciliationInitiator(from: .start)
        var message: [UInt8]? = initiator.begin(&ours)
        while let question = message {
            let answer = bytes(other.ask("answer " + hex(question)))
            message = try initiator.receive(answer[...], &ours)
        }
        #expect(Set(initiator.missing) == Set(missing.map(\.id)))
        #expect(Set(initiator.surplus) == Set(surplus))
    }

    private func answer(
        _ other: OtherImplementation,
        _ ours: inout ItemIndex,
        have: [HistoryItem],
        need: [HistoryItem]
    ) throws {
        var responder = ReconciliationResponder(from: .start)
        var message = other.ask("begin")
        while message != "done" {
            let answer = try responder.receive(bytes(message)[...], &ours)
            message = other.ask("ask " + hex(answer))
        }
        #expect(other.ask("have") == sorted(have))
        #expect(other.ask("need") == sorted(need))
    }

    private func sorted(_ items: [HistoryItem]) -> String {
        items.map { hex($0.id.bytes) }.sorted().joined(separator: ",")
    }

    @Test("An answer costs two blocks and not the range, even after an insertion at the beginning")
    func quickAnswers() throws {
        var random = SimulationRandom(seed: 8)
        var theirs = index(of: items(100_000, perSecond: 2, using: &random))
        var ours = theirs
        ours.insert(HistoryItem(time: 1_700_010_000, id: randomID(using: &random)))
        theirs.insert(HistoryItem(time: 1_700_000_000, id: randomID(using: &random)))
        var initiator = ReconciliationInitiator(from: .start)
        var responder = ReconciliationResponder(from: .start)
        var message: [UInt8]? = initiator.begin(&ours)
        var slowest = Duration.zero
        while let question = message {
            let clock = ContinuousClock()
            let begun = clock.now
            let answer = try responder.receive(question[...], &theirs)
            slowest = max(slowest, clock.now - begun)
            message = try initiator.receive(answer[...], &ours)
        }
        #expect(initiator.missing.count == 1 && initiator.surplus.count == 1)
        // Adding up all of it would take a debug build more than ten times as long.
        #expect(slowest < .milliseconds(50), "the slowest answer took \(slowest)")
    }
}
