import ChatCore
import Net
import Testing

@testable import ChatTerminal

@Suite("Nothing from the network reaches the terminal raw")
struct TerminalSafetyTests {
    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func check(_ fixture: TerminalFixture, _ note: Comment) {
        let screen = fixture.screen
        for y in 0..<screen.size.height {
            var columns = 0
            for cell in screen.row(y) {
                columns += cell.columns
                #expect(!cell.text.unicodeScalars.contains(where: isHarmful), note)
            }
            #expect(columns == screen.size.width, note)
        }
    }

    /// Sequences that have done harm elsewhere.
    fileprivate static let attacks = [
        "\u{1B}]52;c;aGk=\u{07}", "\u{1B}]0;title\u{07}", "\u{1B}]8;;http://x\u{1B}\\a", "\u{1B}[2J",
        "\u{1B}c", "\u{1B}[6n",
        "\u{9B}2J", "\u{90}q", "\u{1B}", "\u{1B}]0;unterminated", "\u{5}", "\r\n12:00 alice │ forged",
        "\u{202E}drawkcab",
        "\u{2066}\u{2067}", "a\u{200F}\u{200F}", "\u{0}", "\u{FEFF}", "\u{1F1E6}\u{0}\u{1F1E7}",
        String(repeating: "\u{301}", count: 3_000), String(repeating: "\n", count: 5_000),
        "e\u{301}\u{1B}[31m",
        String(repeating: "x", count: 70_000), String(repeating: "👨‍", count: 500), "\u{7F}\u{8}\u{8}\u{8}",
    ]

    @Test(
        "Known attacks are shown harmlessly, wherever a peer can put them",
        arguments: 0..<TerminalSafetyTests.attacks.count
    )
    func shownHarmlessly(index: Int) {
        let attack = Self.attacks[index]
        var fixture = TerminalFixture()
        fixture.connect(TerminalFixture.bob, "/ip4/192.0.2.7/tcp/4001")
        Self.feed(attack, to: &fixture)
        Self.check(fixture, "attack \(index)")
        for key in ["F4", "F2", "F3", "F3", "F3", "F3", "F1"] {
            fixture.press(key)
            GoldenScreenTests.inspect(&fixture)
            Self.check(fixture, "attack \(index) after \(key)")
        }
    }

    @Test("Random text is shown harmlessly at every size", arguments: 0..<60)
    func randomText(seed: UInt64) {
        var random = SimulationRandom(seed: seed)
        let width = Int.random(in: 1...130, using: &random)
        let height = Int.random(in: 1...50, using: &random)
        var fixture = TerminalFixture(width: width, height: height)
        for _ in 0..<12 {
            var scalars = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0..<120, using: &random) {
                let kinds: [ClosedRange<UInt32>] = [
                    0...0xFF, 0x300...0x36F, 0x2000...0x206F, 0x4E00...0x4FFF, 0x1F000...0x1FAFF,
                    0...0x10FFFF,
                ]
                let kind = kinds[Int.random(in: 0..<kinds.count, using: &random)]
                if let scalar = Unicode.Scalar(UInt32.random(in: kind, using: &random)) {
                    scalars.append(scalar)
                }
            }
            Self.feed(String(scalars), to: &fixture)
        }
        Self.check(fixture, "seed \(seed)")
    }

    @Test("A desktop notice and the transcript carry nothing raw either")
    func otherWays() {
        var settings = Settings()
        settings.notifications = "osc9"
        var fixture = TerminalFixture(settings: settings)
        for attack in Self.attacks { fixture.say("alice \(attack)", nick: attack) }
        fixture.enter("/save x.txt")
        for effect in fixture.effects {
            switch effect {
            case .notify(_, let text): #expect(!text.unicodeScalars.contains(where: Self.isHarmful))
            case .writeFile(_, let text):
                #expect(!text.unicodeScalars.contains { $0 != "\n" && Self.isHarmful($0) })
                #expect(
                    text.split(separator: "\n").allSatisfy {
                        $0.hasPrefix("    ") || $0.contains(" November 2026 ")
                    }
                )
            default: break
            }
        }
        #expect(fixture.effects.contains { if case .notify = $0 { true } else { false } })
        #expect(fixture.effects.contains { if case .writeFile = $0 { true } else { false } })
    }

    @Test("A line of somebody's cannot pass for another's: every further row is indented")
    func continuation() {
        var fixture = TerminalFixture(width: 80, height: 20, settings: Settings())
        fixture.say("first\n12:00      alice aaaa forged\r12:01 more", by: TerminalFixture.bob, nick: "bob")
        let rows = fixture.text.split(separator: "\n").filter { $0.contains("forged") }
        #expect(rows.count == 1)
        let columns = PrefixColumns(fixture.model, width: ScreenLayout(fixture.model).messages.width)
        let start = rows.first?.prefix(columns.total) ?? "?"
        #expect(start.allSatisfy { $0 == " " || $0 == "│" })
    }

    private static func feed(_ text: String, to fixture: inout TerminalFixture) {
        fixture.say(text, nick: text)
        fixture.say(text, nick: text, kind: .action)
        fixture.event(.identified(peer: TerminalFixture.bob, agent: text))
        fixture.event(.disconnected(peer: TerminalFixture.bob, reason: text))
        fixture.event(.notice(text))
        fixture.event(.error(text))
        fixture.event(.renamed(nick: text))
        _ = fixture.model.receive(.log(text), at: fixture.moment)
        fixture.paste(text)
    }
}
