import ChatCore
import Net
import Testing

@testable import ChatTerminal

@Suite("Terminal model")
struct TerminalModelTests {
    private let lobby = TerminalFixture.room("lobby")
    private let games = TerminalFixture.room("games")

    @Test("A line is sent to the room that is shown, and a double slash begins with a slash")
    func sending() {
        var fixture = TerminalFixture()
        fixture.enter("hello")
        fixture.enter("//me is text")
        #expect(fixture.takeCommands() == [.say(lobby, "hello"), .say(lobby, "/me is text")])
        #expect(fixture.line.isEmpty)
    }

    @Test(
        "A wrong command is explained, stays in the line and is never sent",
        arguments: [
            ("/nonsense x", "no command /nonsense"), ("/join", "usage: /join ROOM"),
            ("/dial nowhere", "cannot dial"),
            ("/set mouse perhaps", "mouse wants true or false"), ("/set nothing 1", "no setting 'nothing'"),
            ("/msg nobody hi", "neither a room"),
            ("/bind F33 send", "no key 'F33'"),
            ("/bind F9 fly", "no action 'fly'"),
            ("/inspect everything", "usage: /inspect"), ("/help nothing", "no help on 'nothing'"),
            ("/theme pink", "theme wants one of"),
            ("/nick ", "usage: /nick NAME"),
        ]
    )
    func wrongCommands(line: String, explanation: String) {
        var fixture = TerminalFixture(width: 160)
        fixture.enter(line)
        #expect(fixture.takeCommands().isEmpty)
        #expect(fixture.line == line)
        #expect(fixture.text.contains(explanation))
    }

    @Test(
        "Commands are handed on",
        arguments: [
            ("/join games", ChatCommand.join(TerminalFixture.room("games"))),
            ("/part", .part(TerminalFixture.room("lobby"))),
            ("/nick ann", .nick(Self.nick("ann"))), ("/me waves", .action("waves")), ("/peers", .peers),
            ("/list", .list), ("/whois bob", .whois(PeerReference("bob"))),
            ("/disconnect bob", .disconnect(PeerReference("bob"))),
            ("/topic", .topic(TerminalFixture.room("lobby"))),
            ("/inspect", .inspect), ("/quit", .quit),
            ("/say lobby a b", .say(TerminalFixture.room("lobby"), "a b")),
            ("/msg lobby a b", .say(TerminalFixture.room("lobby"), "a b")), ("/q", .quit),
            ("/dial /ip4/127.0.0.1/tcp/1", .dial(TerminalFixture.address("/ip4/127.0.0.1/tcp/1"))),
        ]
    )
    func commands(line: String, command: ChatCommand) {
        var fixture = TerminalFixture()
        fixture.enter(line)
        #expect(fixture.takeCommands() == [command])
    }

    @Test("A message to somebody begins with the nick")
    func addressing() {
        var fixture = TerminalFixture()
        fixture.say("hi")
        fixture.enter("/msg bob how are you")
        #expect(fixture.takeCommands() == [.say(lobby, "bob: how are you")])
    }

    @Test("The welcome stands in the room that is shown in the end")
    func welcomeRoom() {
        var model = TerminalModel(
            size: Size(width: 200, height: 20),
            nick: "al",
            rooms: [games, lobby],
            engine: .native
        )
        let moment = Moment(milliseconds: 1_795_348_800_000)
        let address = TerminalFixture.address("/ip4/192.0.2.2/tcp/4001")
        for event in [ChatEvent.listening(address: address), .joined(room: games), .joined(room: lobby)] {
            _ = model.receive(.event(event), at: moment)
        }
        #expect(model.room.name == lobby)
        #expect(model.room.entries.contains { $0.text.contains("Welcome") })
    }

    @Test("The welcome names an address that others can dial, not the loopback, when there is one")
    func welcome() {
        var model = TerminalModel(
            size: Size(width: 200, height: 20),
            nick: "al",
            rooms: [lobby],
            engine: .native
        )
        let moment = Moment(milliseconds: 1_795_348_800_000)
        for text in [
            "/ip4/127.0.0.1/tcp/4001", "/ip6/fe80::1/tcp/4002", "/ip6/::1/tcp/4002",
            "/ip4/192.0.2.2/tcp/4001",
        ] {
            _ = model.receive(.event(.listening(address: TerminalFixture.address(text))), at: moment)
        }
        #expect(model.room.entries.isEmpty)
        _ = model.receive(.event(.joined(room: lobby)), at: moment)
        _ = model.receive(.event(.joined(room: games)), at: moment)
        let welcomes = model.rooms.all.flatMap(\.entries).map(\.text).filter { $0.contains("Welcome") }
        #expect(welcomes.count == 1)
        #expect(welcomes == ["Welcome to Hearsay. Others reach you by /dial\n/ip4/192.0.2.2/tcp/4001"])
    }

    @Test("A paste of many lines waits for a second Enter")
    func floodGuard() {
        var fixture = TerminalFixture()
        fixture.paste("1\r2\r3\r4\r5\r6")
        fixture.press("Enter")
        #expect(fixture.takeCommands().isEmpty)
        #expect(fixture.text.contains("6 lines in one message"))
        fixture.press("Left")
        fixture.press("Enter")
        #expect(fixture.takeCommands().isEmpty)
        fixture.press("Enter")
        #expect(fixture.takeCommands() == [.say(lobby, "1\n2\n3\n4\n5\n6")])
    }

    @Test("A text too long for a message stays in the line, with its length beside it")
    func lengthLimit() {
        var fixture = TerminalFixture(width: 120)
        fixture.paste(String(repeating: "a", count: CommandParser.maximumTextBytes + 1))
        #expect(fixture.text.contains("16385/16384 bytes"))
        fixture.press("Enter")
        #expect(fixture.takeCommands().isEmpty)
        fixture.press("Backspace")
        fixture.press("Enter")
        #expect(fixture.takeCommands().count == 1)
    }

    @Test("Every room keeps its draft")
    func drafts() {
        var fixture = TerminalFixture()
        fixture.type("to the lobby")
        fixture.event(.joined(room: games))
        #expect(fixture.line.isEmpty)
        fixture.type("to the games")
        fixture.press("Ctrl-p")
        #expect(fixture.line == "to the lobby")
        fixture.press("Alt-2")
        #expect(fixture.line == "to the games")
        #expect(fixture.takeCommands() == [.room(lobby), .room(games)])
    }

    @Test("Unread messages and mentions are counted until the room is shown, and Alt-a goes there")
    func unread() {
        var fixture = TerminalFixture()
        fixture.event(.joined(room: games))
        fixture.press("Alt-1")
        fixture.say("one", in: "games")
        fixture.say("two, ALICE!", in: "games")
        fixture.say("malice", in: "games")
        #expect(fixture.model.rooms[1].unreadCount == 3)
        #expect(fixture.model.rooms[1].mentionCount == 1)
        fixture.press("Alt-a")
        #expect(fixture.model.rooms.current == 1)
        #expect(fixture.model.room.unreadCount == 0)
        #expect(fixture.text.contains(" new "))
        fixture.press("Alt-1", "Alt-2")
        #expect(!fixture.text.contains(" new "))
    }

    @Test("The view holds still while lines arrive, and moves along again at its end")
    func scrolling() {
        var fixture = TerminalFixture(width: 80, height: 12)
        for number in 0..<100 { fixture.say("number \(number).") }
        #expect(fixture.text.contains("number 99."))
        fixture.press("PageUp")
        let held = fixture.text.split(separator: "\n").filter { $0.contains("number") }
        for number in 100..<150 { fixture.say("number \(number).") }
        #expect(fixture.text.split(separator: "\n").filter { $0.contains("number") } == held)
        #expect(fixture.text.contains("58 below"))
        for _ in 0..<60 { fixture.press("PageDown") }
        #expect(fixture.model.room.position == .newest)
        #expect(fixture.text.contains("number 149."))
        fixture.press("Ctrl-Home")
        #expect(fixture.text.contains("number 0."))
        fixture.press("Escape")
        #expect(fixture.text.contains("number 149."))
    }

    @Test("Scrolling down undoes scrolling up, at any size", arguments: [(44, 8), (80, 12), (120, 30)])
    func scrollingIsReversible(width: Int, height: Int) {
        var fixture = TerminalFixture(width: width, height: height)
        for number in 0..<120 { fixture.say(String(repeating: "word\(number) ", count: number % 23 + 1)) }
        fixture.press("PageUp", "PageUp")
        let text = fixture.text
        for _ in 0..<17 { fixture.press("Shift-Up") }
        for _ in 0..<17 { fixture.press("Shift-Down") }
        #expect(fixture.text == text)
    }

    @Test("Search finds old lines, the one before, and goes around the end")
    func searching() {
        var fixture = TerminalFixture(width: 80, height: 12)
        for number in 0..<200 { fixture.say(number % 50 == 7 ? "Needle \(number)." : "hay \(number).") }
        fixture.press("Ctrl-s")
        fixture.type("nEEdle")
        #expect(fixture.text.contains("Needle 157."))
        fixture.type("s")
        #expect(fixture.text.contains("is not in this room"))
        fixture.press("Backspace", "Enter")
        #expect(fixture.text.contains("Needle 157."))
        fixture.press("Alt-s")
        #expect(fixture.text.contains("Needle 107."))
        fixture.press("Alt-S")
        #expect(fixture.text.contains("Needle 157."))
        fixture.press("Alt-S")
        #expect(fixture.text.contains("Needle 7.") && fixture.text.contains("around the end"))
        fixture.enter("/search nowhere at all")
        let wish = TerminalEffect.searchHistory(TerminalFixture.room("lobby"), words: "nowhere at all")
        #expect(fixture.effects.contains(wish), "what is kept is searched")
    }

    @Test(
        "Tab completes",
        arguments: [
            ("bo", ["Tab"], "bob: "), ("hi bo", ["Tab"], "hi bob "), ("/he", ["Tab"], "/help "),
            ("/jo", ["Tab"], "/join "),
            ("/room ga", ["Tab"], "/room games "), ("/set mou", ["Tab"], "/set mouse "),
            ("/set theme li", ["Tab"], "/set theme light "),
            ("/un", ["Tab"], "/unblock "), ("/un", ["Tab", "Tab"], "/unignore "),
            ("/un", ["Tab", "Tab", "Shift-Tab"], "/unblock "), ("/whois bo", ["Tab"], "/whois bob "),
            (
                "/dial /ip4/192", ["Tab"],
                "/dial /ip4/192.0.2.7/tcp/4001/p2p/\(TerminalFixture.bob.description) "
            ),
            ("zzz", ["Tab"], "zzz"),
        ]
    )
    func completion(start: String, keys: [String], end: String) {
        var fixture = TerminalFixture()
        fixture.event(.joined(room: games))
        fixture.press("Alt-1")
        fixture.connect(TerminalFixture.bob, "/ip4/192.0.2.7/tcp/4001")
        fixture.say("hi")
        fixture.type(start)
        for key in keys { fixture.press(key) }
        #expect(fixture.line == end)
    }

    @Test("Paths are completed by what the folder holds")
    func pathCompletion() {
        var fixture = TerminalFixture()
        fixture.type("/save /tmp/no")
        fixture.press("Tab")
        #expect(fixture.effects.last == .listDirectory(path: "/tmp/"))
        _ = fixture.model.receive(
            .directory(path: "/tmp/", names: ["notes/", "nothing", "x", ".no"]),
            at: fixture.moment
        )
        #expect(fixture.line == "/save /tmp/not")
        fixture.type("e")
        fixture.press("Tab")
        _ = fixture.model.receive(
            .directory(path: "/tmp/", names: ["notes/", "nothing"]),
            at: fixture.moment
        )
        #expect(fixture.line == "/save /tmp/notes/")
    }

    @Test("The history goes back and forth, and is searched")
    func history() {
        var fixture = TerminalFixture()
        for line in ["alpha", "beta", "alphabet"] { fixture.enter(line) }
        fixture.type("draft")
        fixture.press("Up", "Up")
        #expect(fixture.line == "beta")
        fixture.press("Down", "Down")
        #expect(fixture.line == "draft")
        fixture.press("Ctrl-r")
        fixture.type("alp")
        fixture.press("Ctrl-r", "Enter")
        #expect(fixture.line == "alpha")
    }

    @Test("A nick is coloured by the key, not by the name")
    func colours() {
        let theme = Theme.dark
        let keys = (1...40).map { TerminalFixture.peer($0).description }
        #expect(theme.nickStyle(forKey: keys[0]) == theme.nickStyle(forKey: keys[0]))
        #expect(Set(keys.map { theme.nickStyle(forKey: $0) }).count > 8)
    }

    @Test("The mouse chooses rooms and people, scrolls, and drags the dividers")
    func mouse() {
        var fixture = TerminalFixture(width: 100, height: 20)
        fixture.event(.joined(room: games))
        fixture.connect(TerminalFixture.bob, "/ip4/192.0.2.7/tcp/4001")
        for number in 0..<50 { fixture.say("line \(number)", in: "games") }
        _ = fixture.model.receive(.mouse(MouseEvent(.press, at: Point(x: 3, y: 2))), at: fixture.moment)
        #expect(fixture.model.rooms.current == 0)
        let members = ScreenLayout(fixture.model).members
        _ = fixture.model.receive(
            .mouse(MouseEvent(.press, at: Point(x: members.x + 2, y: members.y + 2))),
            at: fixture.moment
        )
        #expect(fixture.line.hasPrefix("bob") || fixture.line.hasPrefix("…"))
        fixture.press("Alt-2")
        _ = fixture.model.receive(.mouse(MouseEvent(.wheelUp, at: Point(x: 40, y: 8))), at: fixture.moment)
        #expect(fixture.model.room.position != .newest)
        let divider = ScreenLayout(fixture.model).roomsDivider ?? 0
        _ = fixture.model.receive(
            .mouse(MouseEvent(.press, at: Point(x: divider, y: 8))),
            at: fixture.moment
        )
        _ = fixture.model.receive(.mouse(MouseEvent(.drag, at: Point(x: 14, y: 8))), at: fixture.moment)
        let effects = fixture.model.receive(
            .mouse(MouseEvent(.release, at: Point(x: 14, y: 8))),
            at: fixture.moment
        )
        #expect(effects == [.saveSetting(name: "rooms_width", value: .integer(14))])
        #expect(fixture.model.settings.roomsWidth == 14)
    }

    @Test("Ctrl-C drops the line, and quits an empty one the second time")
    func interrupting() {
        var fixture = TerminalFixture()
        fixture.type("oops")
        fixture.press("Ctrl-c")
        #expect(fixture.line.isEmpty)
        fixture.press("Ctrl-c")
        #expect(fixture.takeCommands().isEmpty)
        fixture.press("Ctrl-c")
        #expect(fixture.takeCommands() == [.quit])
        fixture.press("Ctrl-d")
        #expect(fixture.takeCommands() == [.quit])
    }

    @Test("Any size and any resize leaves a whole screen", arguments: 0..<40)
    func resizing(seed: UInt64) {
        var random = SimulationRandom(seed: seed)
        var fixture = GoldenScreenTests.conversation(width: 80, height: 24)
        let keys = [
            "F1", "F2", "F3", "F4", "F5", "F6", "F7", "PageUp", "PageDown", "Ctrl-Home", "Alt-2", "Alt-1",
            "Escape", "Alt-Enter",
        ]
        for _ in 0..<60 {
            let size = Size(
                width: Int.random(in: 0...300, using: &random),
                height: Int.random(in: 0...100, using: &random)
            )
            _ = fixture.model.receive(.resize(size), at: fixture.moment)
            fixture.press(keys[Int.random(in: 0..<keys.count, using: &random)])
            let screen = fixture.screen
            #expect(screen.size == size)
            for y in 0..<size.height { #expect(screen.row(y).reduce(0) { $0 + $1.columns } == size.width) }
            if let cursor = screen.cursor { #expect(screen.bounds.contains(cursor)) }
        }
    }

    private static func nick(_ text: String) -> Nick {
        do {
            return try Nick(text)
        } catch {
            preconditionFailure("a test names somebody wrongly")
        }
    }
}
