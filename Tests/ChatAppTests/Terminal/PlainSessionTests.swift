import ChatCore
import Net
import Testing

@testable import ChatTerminal

@Suite("The plain mode")
struct PlainSessionTests {
    private func lines(_ session: inout PlainSession) -> [String] {
        session.takeRows().map { ANSIText.render($0, isStyled: false) }
    }

    @Test("Every line is written once, above a prompt that keeps what is being typed")
    func lines() {
        let fixture = TerminalFixture()
        var session = PlainSession(model: fixture.model)
        for character in "half a li" {
            _ = session.receive(.key(Key(.character(character))), at: fixture.moment)
        }
        let message = ChatMessage(
            room: TerminalFixture.room("lobby"),
            id: [1],
            author: TerminalFixture.bob,
            nick: "bob\u{1B}[2J",
            text: "torn?\nsecond\u{9B}2J row",
            milliseconds: 0,
            kind: .text,
            isOwn: false
        )
        _ = session.receive(.event(.message(message)), at: fixture.moment)
        let tag = TerminalFixture.bob.shortDescription
        #expect(lines(&session) == ["12:00 [lobby] bob^[[2J(\(tag)): torn?", "    second\u{FFFD}2J row"])
        #expect(lines(&session).isEmpty)
        #expect(ANSIText.render(session.prompt.row, isStyled: false) == "[lobby] half a li")
        #expect(session.prompt.cursor == 17)
    }

    @Test("A line longer than the terminal shows the part around the cursor", arguments: [20, 40, 80])
    func longLine(width: Int) {
        var fixture = TerminalFixture(width: width, height: 10)
        fixture.type(String(repeating: "漢x", count: 90))
        for key in ["Ctrl-a", "Ctrl-e", "Alt-b", "Left"] {
            fixture.press(key)
            let session = PlainSession(model: fixture.model)
            #expect(session.prompt.row.columns <= width)
            #expect(session.prompt.cursor < width)
        }
    }

    @Test("Styles end where they begin, and none are written without colour")
    func styles() {
        let row = StyledRow([StyledSpan("red", Style(.palette(1))), StyledSpan("", Style(.palette(2)))])
        #expect(ANSIText.render(row, isStyled: true) == "\u{1B}[31mred\u{1B}[0m")
        #expect(ANSIText.render(row, isStyled: false) == "red")
    }
}
