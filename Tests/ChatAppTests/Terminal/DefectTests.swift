import ChatCore
import Net
import Testing

@testable import ChatTerminal

@Suite("Defects that users found")
struct DefectTests {
    private let lobby = TerminalFixture.room("lobby")

    @Test(
        "An engine that ends by itself leaves screen, talk and line, and is started again with the same rooms"
    )
    func engineLost() {
        var fixture = TerminalFixture(width: 100)
        fixture.event(.joined(room: TerminalFixture.room("games")))
        fixture.press("Alt-1")
        fixture.connect(TerminalFixture.bob, "/ip4/192.0.2.7/tcp/4001")
        fixture.say("talk that stays")
        fixture.type("half a line")
        _ = fixture.model.receive(.engineLost(reason: "ended by signal 9"), at: fixture.moment)
        #expect(fixture.model.phase == .lost && fixture.line == "half a line")
        #expect(fixture.text.contains("talk that stays") && fixture.text.contains("/restart starts it again"))
        #expect(fixture.model.directory.connectedCount == 0 && fixture.model.room.members.isEmpty)
        fixture.effects = []
        fixture.press("Enter")
        #expect(fixture.effects.isEmpty && fixture.line == "half a line")
        fixture.press("Ctrl-u")
        fixture.enter("/peers")
        #expect(fixture.effects.isEmpty && fixture.line == "/peers")
        fixture.press("Ctrl-u")
        fixture.enter("/restart")
        let session = Session(
            nick: "alice",
            rooms: [lobby, TerminalFixture.room("games")],
            shown: lobby,
            dials: []
        )
        #expect(fixture.effects == [.restart(session)])
        #expect(session.joinOrder == [TerminalFixture.room("games"), lobby])
        fixture.event(.joined(room: lobby))
        #expect(fixture.model.phase == .running)
        fixture.enter("/restart")
        #expect(fixture.model.hint.contains("nothing to start"))
    }

    @Test("A lost engine can be left")
    func leavingLostEngine() {
        var fixture = TerminalFixture()
        _ = fixture.model.receive(.engineLost(reason: "gone"), at: fixture.moment)
        fixture.enter("/quit")
        #expect(fixture.effects.last == .exit)
    }

    @Test("A failed dial says that it goes on and when, once; the log says each with its time")
    func dialFailed() {
        var fixture = TerminalFixture(width: 100)
        let address = TerminalFixture.address("/ip4/192.0.2.9/tcp/4001")
        for _ in 0..<2 {
            fixture.event(.dialFailed(address: address, reason: "connection refused", retry: .seconds(2)))
        }
        let lines = fixture.model.room.entries.map(\.text).filter { $0.contains("cannot reach") }
        #expect(
            lines == [
                "cannot reach 192.0.2.9:4001: connection refused\n"
                    + "next try in 2.0 s, and so on; /peers lists what is dialled"
            ]
        )
        let log = fixture.model.overlays.logLines.filter { $0.contains("cannot reach") }
        #expect(
            log.count == 2 && log[0].hasPrefix("12:00:00 cannot reach") && log[0].hasSuffix("again in 2.0 s")
        )
    }

    @Test("/peers lists those being dialled")
    func dials() {
        var fixture = TerminalFixture(width: 100)
        let address = TerminalFixture.address("/dns4/chat.example/tcp/4001")
        let dials = [
            DialSummary(address: address, wait: .seconds(3)),
            DialSummary(address: TerminalFixture.address("/ip6/::1/tcp/1"), wait: nil),
        ]
        fixture.event(.peers([], dials: dials))
        #expect(fixture.text.contains("dialling chat.example:4001, next try in 3.0 s"))
        #expect(fixture.text.contains("dialling [::1]:1 now"))
    }

    @Test("What is wrong with a line is said to its end, at any width", arguments: [40, 60, 80])
    func reasons(width: Int) {
        var fixture = TerminalFixture(width: width, height: 24)
        fixture.enter("/dial /ip4/192.0.2.9/udp/4001")
        let words = fixture.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("only TCP over IP or a DNS name is"))
    }

    @Test("The rows of a mention leave the columns of times and nicks alone")
    func mention() {
        var fixture = TerminalFixture(width: 60, height: 20)
        fixture.say("alice: " + String(repeating: "word ", count: 30), id: 5)
        let pane = ScreenLayout(fixture.model).messages.width
        let layout = MessageLayout(fixture.model, width: pane)
        let rows = layout.rows(at: fixture.model.room.entries.count - 1, in: fixture.model.room)
        #expect(rows.count > 2)
        for row in rows.dropFirst() {
            #expect(row.spans.first?.style.background == fixture.model.theme.style(.text).background)
        }
    }

    @Test("No part of a theme with a background of its own shows the terminal's", arguments: Theme.builtIn)
    func patches(theme: Theme) {
        let background = theme.style(.text).background
        guard background != .standard else { return }
        for role in Role.allCases { #expect(theme.style(role).background != .standard, "\(role)") }
        let fixture = GoldenScreenTests.conversation(width: 120, height: 30, theme: theme.name)
        for y in 0..<30 {
            for cell in fixture.screen.row(y) { #expect(cell.style.background != .standard) }
        }
    }

    @Test("Own lines of earlier runs carry no mark of delivery")
    func deliveryOfOldLines() {
        var fixture = TerminalFixture(width: 80, height: 14)
        let message = ChatMessage(
            room: lobby,
            id: [1],
            author: TerminalFixture.alice,
            nick: "alice",
            text: "said yesterday",
            milliseconds: 1_795_262_400_000,
            kind: .text,
            isOwn: true
        )
        _ = fixture.model.receive(.history(lobby, [message]), at: fixture.moment)
        let row = fixture.text.split(separator: "\n").first { $0.contains("said yesterday") } ?? ""
        #expect(!row.isEmpty && !row.contains("…"))
    }

    @Test(
        "A command for a room that one is not in stays in the line",
        arguments: ["/say nosuch hi", "/room nosuch", "/part nosuch", "/topic nosuch", "/names nosuch"]
    )
    func wrongRoom(line: String) {
        var fixture = TerminalFixture(width: 100)
        fixture.enter(line)
        #expect(fixture.takeCommands().isEmpty && fixture.line == line)
        #expect(fixture.text.contains("you are not in nosuch"))
    }

    @Test(
        "Every setting takes the form in which it is printed",
        arguments: [["a"], ["two words", "quo\"te", "back\\slash", "ä\u{7}"], []]
    )
    func printedForm(highlights: [String]) throws {
        var settings = Settings()
        settings.highlights = highlights
        settings.theme = "light"
        var read = Settings()
        for definition in SettingDefinition.all {
            try read.set(definition.name, toText: settings.value(of: definition).toml)
        }
        #expect(read == settings)
    }

    @Test("A nick cannot imitate the program", arguments: ["--", "<>", "!!", "* bob", "—", "> x"])
    func imitation(nick: String) {
        var fixture = TerminalFixture(width: 100)
        fixture.say("you are banned", nick: nick)
        #expect(fixture.text.contains("\"\(nick)\" │ you are banned"))
        #expect(Displayable(nick: "_bob_").text == "_bob_")
        #expect(Displayable(nick: "😀").text == "😀")
    }

    @Test("A pasted tab is sent as a tab, and is one character to move over")
    func tab() {
        var fixture = TerminalFixture()
        fixture.paste("a\tb")
        #expect(fixture.text.contains("a→b"))
        fixture.press("Enter")
        #expect(fixture.takeCommands() == [.say(lobby, "a\tb")])
    }

    @Test("A byte-order mark before a pasted command is no part of it")
    func byteOrderMark() {
        var fixture = TerminalFixture()
        fixture.paste("\u{FEFF}/join secret")
        fixture.press("Enter")
        #expect(fixture.takeCommands() == [.join(TerminalFixture.room("secret"))])
    }
}
