import ChatCore
import Net
import Testing

@testable import ChatTerminal

@Suite("Room for the talk")
struct TalkLayoutTests {
    /// Columns of text that weechat has at a width, with its lists of buffers and nicks.
    private static let weechat = [(80, 46), (100, 66), (120, 86), (160, 126)]

    private static func conversation(width: Int) -> TerminalFixture {
        var fixture = TerminalFixture(width: width, height: 24)
        for (number, nick) in ["bob", "carol", "david"].enumerated() {
            let peer = TerminalFixture.peer(UInt8(number + 2))
            fixture.connect(peer, "/ip4/192.0.2.7/tcp/4001")
            fixture.say("hello from \(nick)", by: peer, nick: nick, id: UInt8(number))
        }
        fixture.event(.joined(room: TerminalFixture.room("games")))
        fixture.press("Alt-1")
        fixture.say("chess?", in: "games", id: 90)
        return fixture
    }

    private static func textColumns(_ fixture: TerminalFixture) -> Int {
        let pane = ScreenLayout(fixture.model).messages.width
        return pane - PrefixColumns(fixture.model, width: pane).total
    }

    @Test("The text has at least the columns that weechat gives it, with times and a list beside it")
    func columns() {
        var table = "columns  text  weechat\n"
        for (width, theirs) in Self.weechat {
            let fixture = Self.conversation(width: width)
            let ours = Self.textColumns(fixture)
            table += "\(Format.padded("\(width)", to: 9))\(Format.padded("\(ours)", to: 6))\(theirs)\n"
            #expect(ours >= theirs, "at \(width) columns")
            let layout = ScreenLayout(fixture.model)
            #expect(!layout.rooms.isEmpty || !layout.members.isEmpty)
            #expect(fixture.text.contains("12:00   bob │ hello from bob"))
        }
        print(table)
    }

    @Test(
        "Long nicks and many rooms take nothing from the text below 120 columns",
        arguments: [80, 90, 100, 119]
    )
    func longNames(width: Int) {
        var fixture = Self.conversation(width: width)
        fixture.say("hi", by: TerminalFixture.peer(9), nick: "a-very-long-nick-indeed", id: 200)
        fixture.event(.joined(room: TerminalFixture.room("a-room-with-a-long-name-indeed")))
        fixture.press("Alt-1")
        #expect(Self.textColumns(fixture) >= width - SideLists.overhead)
    }

    @Test("Below 100 columns there is one list at most, and F5 and F6 choose it")
    func oneList() {
        var fixture = Self.conversation(width: 90)
        func lists() -> [Bool] {
            let layout = ScreenLayout(fixture.model)
            return [!layout.rooms.isEmpty, !layout.members.isEmpty]
        }
        #expect(lists() == [true, false])
        fixture.press("F6")
        #expect(lists() == [false, true])
        fixture.press("F6")
        #expect(lists() == [true, false])
        fixture.press("F5")
        #expect(lists() == [false, false])
    }

    @Test("A list gives way before the times do")
    func times() {
        for width in 44...70 {
            let fixture = Self.conversation(width: width)
            #expect(fixture.text.contains("12:00 "), "at \(width) columns")
        }
    }

    @Test("A key tag stands beside a nick that is new under a known name, and beside the first one then")
    func tags() {
        var fixture = TerminalFixture(width: 100, height: 24)
        let (bob, other) = (TerminalFixture.bob, TerminalFixture.carol)
        fixture.say("I am bob", by: bob, nick: "bob", id: 1)
        #expect(!fixture.text.contains(bob.shortDescription))
        fixture.say("so am I", by: other, nick: "Bob", id: 2)
        #expect(fixture.text.contains("bob \(bob.shortDescription) │ I am bob"))
        #expect(fixture.text.contains("Bob \(other.shortDescription) │ so am I"))
        fixture.say("and I am alice", by: other, nick: "alice", id: 3)
        #expect(fixture.text.contains("alice \(other.shortDescription) │ and I am alice"))
    }

    @Test("The welcome takes three lines beside a list, whatever the address")
    func welcome() {
        var fixture = TerminalFixture(width: 80, height: 24)
        let address = "/ip4/255.255.255.255/tcp/65535/p2p/" + TerminalFixture.alice.description
        fixture.event(.listening(address: TerminalFixture.address(address)))
        let pane = ScreenLayout(fixture.model).messages.width
        let layout = MessageLayout(fixture.model, width: pane)
        let index = fixture.model.room.entries.firstIndex { $0.text.contains("Welcome") }
        // The first line of all has the day above it.
        #expect(index.map { layout.rowCount(at: $0, in: fixture.model.room) } == 4)
    }

    @Test("The lists and the answers count the same people")
    func counts() {
        var fixture = Self.conversation(width: 120)
        fixture.say("from afar", by: TerminalFixture.peer(8), nick: "eve", id: 77)
        fixture.enter("/names")
        fixture.enter("/rooms")
        let text = fixture.model.room.entries.suffix(2).map(\.text).joined(separator: "\n")
        #expect(fixture.text.contains("5 here"))
        #expect(text.contains("5 here in lobby") && text.contains("1 lobby: 5 here"))
        #expect(fixture.takeCommands() == [.room(TerminalFixture.room("lobby"))])
    }
}
