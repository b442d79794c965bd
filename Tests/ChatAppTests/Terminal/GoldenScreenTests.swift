import ChatCore
import Net
import Testing

@testable import ChatTerminal

@Suite("Golden screens")
struct GoldenScreenTests {
    /// A room in which everything that can be seen has happened.
    static func conversation(width: Int, height: Int, theme: String = "dark") -> TerminalFixture {
        var fixture = TerminalFixture(width: width, height: height, theme: theme)
        fixture.event(.listening(address: TerminalFixture.address("/ip4/127.0.0.1/tcp/4001")))
        fixture.connect(TerminalFixture.bob, "/ip4/192.0.2.7/tcp/4001", direction: .outbound)
        fixture.say("hi there 漢字 👨‍👩‍👧 👍🏽 https://example.org/x, ok")
        fixture.say("far away, by gossip", by: TerminalFixture.carol, nick: "carol")
        fixture.say("hello bob", by: TerminalFixture.alice, nick: "alice", id: 9)
        fixture.event(.sent(room: TerminalFixture.room("lobby"), id: [9], peerCount: 1))
        fixture.say("waves", kind: .action)
        fixture.say(
            "alice: did you read this long line, which surely has to be broken somewhere in its middle?"
        )
        fixture.say("two\nlines", by: TerminalFixture.carol, nick: "carol")
        fixture.event(
            .dialFailed(
                address: TerminalFixture.address("/ip4/192.0.2.9/tcp/1"),
                reason: "refused",
                retry: .seconds(2)
            )
        )
        fixture.event(.joined(room: TerminalFixture.room("games")))
        fixture.press("Alt-1")
        fixture.say("chess, alice?", in: "games")
        fixture.say("or go?", in: "games")
        fixture.type("half a line")
        return fixture
    }

    @Test(
        "A conversation, in every width class",
        arguments: [
            (40, 10), (50, 14), (60, 16), (80, 24), (100, 30), (140, 40), (300, 100),
        ]
    )
    func widths(width: Int, height: Int) {
        GoldenScreen.check(
            Self.conversation(width: width, height: height).screen,
            "conversation-\(width)x\(height)"
        )
    }

    @Test("A conversation, in every theme", arguments: Theme.builtIn.map(\.name))
    func themes(theme: String) {
        GoldenScreen.check(Self.conversation(width: 100, height: 24, theme: theme).screen, "theme-\(theme)")
    }

    @Test(
        "What lies over the messages",
        arguments: [
            ("help", ["F1"]), ("help-keys", ["F1", "PageDown", "PageDown"]), ("log", ["F4"]),
            ("copy", ["F7"]),
            ("rooms-hidden", ["F5"]), ("members-hidden", ["F6"]), ("all-hidden", ["F5", "F6"]),
        ]
    )
    func overlays(name: String, keys: [String]) {
        for (width, height) in [(44, 12), (80, 24), (130, 30)] {
            var fixture = Self.conversation(width: width, height: height)
            for key in keys { fixture.press(key) }
            GoldenScreen.check(fixture.screen, "\(name)-\(width)x\(height)")
        }
    }

    @Test("Help on one command, on the settings and on gossip", arguments: ["msg", "set", "gossip"])
    func help(topic: String) {
        for (width, height) in [(44, 12), (80, 30), (130, 30)] {
            var fixture = Self.conversation(width: width, height: height)
            fixture.press("Ctrl-u")
            fixture.enter("/help \(topic)")
            GoldenScreen.check(fixture.screen, "help-\(topic)-\(width)x\(height)")
        }
    }

    @Test("The inspector's pages", arguments: InspectorPage.allCases)
    func inspector(page: InspectorPage) {
        for (width, height) in [(44, 12), (80, 30), (130, 30)] {
            var fixture = Self.conversation(width: width, height: height)
            fixture.press("F2")
            Self.inspect(&fixture)
            for _ in 0..<(InspectorPage.allCases.firstIndex(of: page) ?? 0) { fixture.press("F3") }
            GoldenScreen.check(fixture.screen, "inspector-\(page.rawValue)-\(width)x\(height)")
        }
    }

    @Test("The inspector in every theme", arguments: Theme.builtIn.map(\.name))
    func inspectorThemes(theme: String) {
        var fixture = Self.conversation(width: 80, height: 30, theme: theme)
        fixture.press("F2")
        Self.inspect(&fixture)
        GoldenScreen.check(fixture.screen, "inspector-theme-\(theme)")
    }

    @Test(
        "What happens in the line",
        arguments: [
            ("search", "Ctrl-s", "hi"), ("history", "Ctrl-r", "old"), ("newlines", "Alt-Enter", "second row"),
        ]
    )
    func input(name: String, key: String, text: String) {
        var fixture = Self.conversation(width: 80, height: 24)
        fixture.press("Ctrl-a", "Ctrl-k")
        fixture.enter("an old line")
        fixture.type("first")
        fixture.press(key)
        fixture.type(text)
        GoldenScreen.check(fixture.screen, "input-\(name)")
        fixture.press("Enter")
        GoldenScreen.check(fixture.screen, "input-\(name)-entered")
    }

    @Test("Unread lines, a held view and what is below it")
    func reading() {
        var fixture = Self.conversation(width: 80, height: 16)
        fixture.press("Alt-2")
        for number in 1...30 { fixture.say("line \(number)") }
        GoldenScreen.check(fixture.screen, "reading-elsewhere")
        fixture.press("Alt-1", "Alt-z")
        GoldenScreen.check(fixture.screen, "reading-unread")
        fixture.press("PageUp")
        fixture.say("one more")
        GoldenScreen.check(fixture.screen, "reading-held")
    }

    static func inspect(_ fixture: inout TerminalFixture) {
        for step in 0..<6 {
            fixture.event(.inspection(inspection(step: step)))
            fixture.moment.milliseconds += 1_000
        }
    }

    private static func inspection(step: Int) -> Inspection {
        let parts = [
            Inspection.Figure(name: "P1 time in mesh", value: 0.5),
            Inspection.Figure(name: "P4 invalid", value: -2),
        ]
        let (bob, carol) = (TerminalFixture.bob, TerminalFixture.carol)
        return Inspection(
            topics: [
                Inspection.Topic(
                    name: "hearsay/1/lobby",
                    isJoined: true,
                    mesh: [bob],
                    peers: [bob, carol].sorted(),
                    fanout: [],
                    backoffs: [Inspection.Backoff(peer: carol, remaining: .seconds(42))]
                )
            ],
            peers: [
                Inspection.Peer(
                    peer: bob,
                    protocolName: "/meshsub/1.2.0",
                    score: 12.5,
                    scoreComponents: parts
                ),
                Inspection.Peer(
                    peer: carol,
                    protocolName: "/meshsub/1.1.0",
                    score: -4,
                    scoreComponents: parts
                ),
            ],
            connections: [
                PeerSummary(
                    peer: bob,
                    address: TerminalFixture.address("/ip4/192.0.2.7/tcp/4001"),
                    direction: .outbound,
                    roundTrip: .milliseconds(12),
                    agent: "hearsay/0.1.0",
                    score: 12.5,
                    protocols: ["/ipfs/ping/1.0.0", "/meshsub/1.2.0"],
                    bytesReceived: UInt64(1_000 + step * step * 700),
                    bytesSent: UInt64(9_000 + step * 100),
                    streamCount: 3,
                    receiveWindowBytes: 786_432
                )
            ],
            traces: [
                Inspection.Trace(
                    id: [1, 2, 0xAB],
                    topic: "hearsay/1/lobby",
                    receivedFrom: bob,
                    duplicateCount: 1,
                    latency: .milliseconds(3)
                ),
                Inspection.Trace(
                    id: [7],
                    topic: "hearsay/1/lobby",
                    receivedFrom: nil,
                    duplicateCount: 0,
                    latency: nil
                ),
            ],
            counters: [
                Inspection.Figure(name: "delivered", value: Double(step * step)),
                Inspection.Figure(name: "duplicates", value: Double(step * 2)),
            ]
        )
    }
}
