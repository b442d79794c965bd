import ChatCore
import Net
import Testing

@testable import ChatTerminal

@Suite("What earlier runs have kept")
struct HistoryTests {
    private static func message(_ number: Int, _ text: String = "old line") -> ChatMessage {
        ChatMessage(
            room: TerminalFixture.room("lobby"),
            id: [0xAA, UInt8(number)],
            author: TerminalFixture.bob,
            nick: "bob",
            text: "\(text) \(number).",
            milliseconds: 1_795_262_400_000 + UInt64(number) * 1_000,
            kind: .text,
            isOwn: false
        )
    }

    private func loaded(_ count: Int, into fixture: inout TerminalFixture) {
        let messages = (0..<count).map { Self.message($0) }
        _ = fixture.model.receive(.history(TerminalFixture.room("lobby"), messages), at: fixture.moment)
    }

    @Test("A room asks for its history once, and keeps what is said with the time of its arrival")
    func effects() {
        var fixture = TerminalFixture()
        fixture.event(.joined(room: TerminalFixture.room("lobby")))
        let loads = fixture.effects.filter { $0 == .loadHistory(TerminalFixture.room("lobby")) }
        #expect(loads.count == 1)
        fixture.effects = []
        var message = Self.message(1)
        fixture.event(.message(message))
        message.milliseconds = fixture.moment.milliseconds
        #expect(fixture.effects == [.keep(message)])
        fixture.enter("/set history off")
        fixture.effects = []
        fixture.say("not kept")
        fixture.event(.joined(room: TerminalFixture.room("games")))
        #expect(fixture.effects.isEmpty)
    }

    @Test(
        "What comes late stands where it belongs, marked, and rings no bell; what is read stays in its place"
    )
    func late() {
        var fixture = TerminalFixture(width: 80, height: 14)
        loaded(3, into: &fixture)
        for number in 0..<40 {
            fixture.say("said now \(number).")
            fixture.moment = Moment(milliseconds: fixture.moment.milliseconds + 1_000)
        }
        fixture.press("PageUp", "PageUp")
        // The status below tells how much there is further down.
        let before = fixture.text.split(separator: "\n").prefix(12)
        fixture.effects = []
        let start = fixture.moment.milliseconds - 40_000
        for (number, milliseconds) in [start + 28_500, start + 500, 1_795_262_401_500, start - 1].enumerated()
        {
            var message = Self.message(100 + number, "alice, late")
            message.milliseconds = milliseconds
            message.isLate = true
            fixture.event(.message(message))
        }
        #expect(!fixture.effects.contains(.bell))
        let entries = fixture.model.room.entries
        #expect(entries.map(\.serial) == Array(entries[0].serial..<entries[0].serial + entries.count))
        let talk = entries.filter(\.isTalk)
        #expect(talk.map(\.milliseconds) == talk.map(\.milliseconds).sorted())
        #expect(talk.filter(\.isLate).count == 4)
        #expect(fixture.text.split(separator: "\n").prefix(12) == before, "nothing moves")
        fixture.press("Alt-<")
        #expect(fixture.text.contains("alice, late 102. (late)"))
        #expect(fixture.model.room.entries.last?.text == "said now 39.")
    }

    @Test("It stands before the lines of this run, with a rule between, and is searched")
    func shown() {
        var fixture = TerminalFixture(width: 80, height: 14)
        fixture.say("said now")
        loaded(3, into: &fixture)
        GoldenScreen.check(fixture.screen, "history")
        #expect(fixture.model.room.unreadCount == 0)
        fixture.say("and now")
        loaded(0, into: &fixture)
        fixture.enter("/search line 0")
        #expect(fixture.model.room.search?.current == -3)
        fixture.press("Escape")
        fixture.press("Alt-<")
        #expect(fixture.text.contains("old line 0."))
    }

    @Test("At the beginning of what is there more is asked for, once until it comes and while there is any")
    func earlier() {
        var fixture = TerminalFixture(width: 80, height: 12)
        let room = TerminalFixture.room("lobby")
        func asked() -> [TerminalEffect] {
            defer { fixture.effects = [] }
            return fixture.effects
        }
        fixture.say("said now")
        fixture.effects = []
        fixture.press("Alt-<")
        #expect(asked().isEmpty, "nothing was loaded yet")
        _ = fixture.model.receive(.history(room, (60..<100).map { Self.message($0) }), at: fixture.moment)
        fixture.press("Alt-<")
        let first = Self.message(60)
        let wish = TerminalEffect.loadEarlier(room, milliseconds: first.milliseconds, id: first.id)
        #expect(asked() == [wish])
        fixture.press("PageUp")
        #expect(asked().isEmpty, "it was asked for")
        // Below the title and the rule of the first day, in whose place what was said before comes.
        let before = fixture.text.split(separator: "\n")[2..<9].map { $0.prefix(70) }
        loaded(60, into: &fixture)
        let after = fixture.text.split(separator: "\n")[2..<9].map { $0.prefix(70) }
        #expect(after == before, "nothing moves")
        #expect(fixture.model.room.entries.filter(\.isTalk).count == 101)
        fixture.press("Alt-<")
        #expect(asked().count == 1)
        loaded(0, into: &fixture)
        fixture.press("PageUp")
        #expect(asked().isEmpty, "there is no more")
    }

    @Test("A search goes on in what is kept where no line fits")
    func searchedFurther() {
        var fixture = TerminalFixture(width: 80, height: 12)
        let room = TerminalFixture.room("lobby")
        fixture.say("said now")
        fixture.effects = []
        fixture.enter("/search now")
        #expect(fixture.effects.isEmpty)
        fixture.enter("/search old")
        #expect(fixture.effects == [.searchHistory(room, words: "old")])
        _ = fixture.model.receive(.found(room, words: "old", []), at: fixture.moment)
        #expect(fixture.model.hint == "'old' is not in this room")
        _ = fixture.model.receive(.found(room, words: "old", [Self.message(7)]), at: fixture.moment)
        let notice = fixture.model.room.entries.last?.text ?? ""
        #expect(notice.hasPrefix("'old' in earlier talk of lobby:\n"))
        #expect(notice.hasSuffix("bob: old line 7."))
    }

    @Test("What the network brings once more is not shown twice")
    func duplicates() {
        var fixture = TerminalFixture(width: 80, height: 24)
        fixture.event(.message(Self.message(2)))
        loaded(3, into: &fixture)
        fixture.event(.message(Self.message(1)))
        let count = fixture.model.room.entries.count { $0.text.hasPrefix("old line") }
        #expect(count == 3)
    }

    @Test("A held view stays where it is when the history comes late")
    func held() {
        var fixture = TerminalFixture(width: 80, height: 12)
        for number in 0..<40 { fixture.say("line \(number).", id: UInt8(number)) }
        fixture.press("PageUp")
        let before = fixture.text
        loaded(50, into: &fixture)
        #expect(fixture.text == before)
    }

    @Test("The index finds what a plain search finds, whatever the texts", arguments: 0..<40)
    func index(seed: UInt64) {
        var random = SimulationRandom(seed: seed)
        let letters = Array("abAB ä漢\u{1}")
        func text(_ most: Int) -> String {
            String(
                (0..<Int.random(in: 0...most, using: &random)).map { _ in
                    letters.randomElement(using: &random) ?? "a"
                }
            )
        }
        var index = SearchIndex()
        var texts: [String] = []
        for _ in 0..<Int.random(in: 1...30, using: &random) {
            let entry = Entry(.notice, text(40), milliseconds: 0)
            texts.append(entry.text.lowercased())
            index.append(entry)
        }
        let dropped = Int.random(in: 0..<texts.count, using: &random)
        index.removeFirst(dropped)
        texts.removeFirst(dropped)
        for _ in 0..<40 {
            let wanted = text(4).lowercased()
            guard !wanted.isEmpty, !wanted.contains("\u{1}") else { continue }
            let start = Int.random(in: 0..<texts.count, using: &random)
            let older = Bool.random(using: &random)
            let expected = (1...texts.count).lazy.map { distance in
                let place = older ? start - distance : start + distance
                return ((place % texts.count) + texts.count) % texts.count
            }.first { Self.holds(Array(texts[$0].utf8), Array(wanted.utf8)) }
            #expect(index.next(Array(wanted.utf8), from: start, older: older) == expected, "seed \(seed)")
        }
    }

    private static func holds(_ text: [UInt8], _ wanted: [UInt8]) -> Bool {
        guard wanted.count <= text.count else { return false }
        return (0...text.count - wanted.count).contains { text[$0..<$0 + wanted.count].elementsEqual(wanted) }
    }
}
