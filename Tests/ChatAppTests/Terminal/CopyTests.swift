import ChatCore
import Net
import Testing

@testable import ChatTerminal

@Suite("Copying, links, notices")
struct CopyTests {
    private static func links(_ text: String) -> [String] { LinkFinder.links(in: text) }

    @Test(
        "A link keeps the brackets that were opened in it, and no punctuation behind it",
        arguments: [
            ("https://en.wikipedia.org/wiki/X_(y)", "https://en.wikipedia.org/wiki/X_(y)"),
            ("(see https://x.example/a)", "https://x.example/a"),
            ("(https://en.wikipedia.org/wiki/X_(y)).", "https://en.wikipedia.org/wiki/X_(y)"),
            ("[https://x.example/[a]]", "https://x.example/[a]"),
            ("https://x.example/a?b=c!", "https://x.example/a?b=c"),
        ]
    )
    func brackets(text: String, link: String) {
        #expect(Self.links(text) == [link])
    }

    @Test("A link of several rows is one link on the screen")
    func linkOfSeveralRows() {
        var fixture = TerminalFixture(width: 60, height: 14)
        let link = "https://x.example/" + String(repeating: "long/", count: 20)
        fixture.say("look: \(link) there")
        let links = fixture.screen.links
        #expect(links.count > 1 && links.allSatisfy { $0.address == link })
        #expect(links.reduce(0) { $0 + $1.place.width } == link.count)
    }

    @Test("/urls lists the links of the room, each once, the latest last")
    func urls() {
        var fixture = TerminalFixture(width: 120)
        for link in ["https://a.example", "https://b.example", "https://a.example"] {
            fixture.say("see \(link)")
        }
        fixture.enter("/urls")
        #expect(fixture.model.room.entries.last?.text == "https://b.example\nhttps://a.example")
    }

    @Test("/copy takes the last message as it was said, /copy N several with their nicks")
    func copying() {
        var fixture = TerminalFixture(width: 120)
        fixture.enter("/copy")
        #expect(fixture.effects.allSatisfy { if case .copy = $0 { false } else { true } })
        fixture.press("Ctrl-u")
        fixture.say("one", id: 1)
        fixture.say("waves", kind: .action, id: 2)
        fixture.enter("/copy 5")
        fixture.enter("/copy")
        let copies = fixture.effects.compactMap { if case .copy(let text) = $0 { text } else { nil } }
        #expect(copies == ["bob: one\n* bob waves", "waves"])
        fixture.enter("/copy none")
        #expect(fixture.model.hint.contains("usage: /copy [N]"))
    }

    @Test("F8 copies the address that others dial")
    func address() {
        var fixture = TerminalFixture(width: 120)
        fixture.press("F8")
        #expect(fixture.model.hint.contains("nowhere"))
        for text in ["/ip4/127.0.0.1/tcp/1", "/ip4/192.0.2.7/tcp/1"] {
            fixture.event(.listening(address: TerminalFixture.address(text)))
        }
        fixture.press("F8")
        #expect(fixture.effects.contains(.copy("/ip4/192.0.2.7/tcp/1")))
    }

    @Test("The copy mode has lines as they were said, for the terminal to break, and no bars")
    func copyMode() {
        var fixture = TerminalFixture(width: 40, height: 10)
        let link = "https://x.example/" + String(repeating: "long/", count: 20)
        for number in 0..<30 { fixture.say("line \(number)") }
        fixture.say(link)
        fixture.press("F7")
        let lines = CopyView.lines(of: fixture.model)
        #expect(lines.last == "12:00 bob: " + link)
        #expect(lines.reduce(0) { $0 + CopyView.rows(of: $1, 40) } < 10)
        #expect(!fixture.text.contains("│") && !fixture.text.contains("engine"))
        fixture.press("PageUp")
        #expect(CopyView.lines(of: fixture.model).last != lines.last)
    }

    @Test("A desktop notice comes only while the window is not looked at")
    func notices() {
        var settings = Settings()
        settings.notifications = "osc9"
        func notices(_ focus: Bool?) -> Int {
            var fixture = TerminalFixture(settings: settings)
            if let focus { _ = fixture.model.receive(.focus(focus), at: fixture.moment) }
            fixture.say("alice!")
            return fixture.effects.count { if case .notify = $0 { true } else { false } }
        }
        #expect(notices(true) == 0 && notices(false) == 1 && notices(nil) == 1)
    }

    @Test("The window's title is the room, and how much is new elsewhere")
    func title() {
        var fixture = TerminalFixture()
        fixture.event(.joined(room: TerminalFixture.room("games")))
        #expect(fixture.model.title == "games - hearsay")
        fixture.say("hi")
        #expect(fixture.model.title == "(1) games - hearsay")
    }
}
