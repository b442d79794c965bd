import ChatCore
import Net
import Testing

@Suite("Typed lines")
struct CommandParserTests {
    private func parse(_ line: String) throws(CommandError) -> ChatCommand? {
        try CommandParser.parse(line, engine: .native)
    }

    @Test("A line without a slash is text, spaces and all")
    func text() throws {
        #expect(try parse("hello") == .send("hello"))
        #expect(try parse("  two  spaces ") == .send("  two  spaces "))
        #expect(try parse(" /join x") == .send(" /join x"))
        #expect(try parse("") == nil)
    }

    @Test("Two slashes begin a text that begins with one")
    func escape() throws {
        #expect(try parse("//join x") == .send("/join x"))
        #expect(try parse("//") == .send("/"))
        #expect(try parse("///") == .send("//"))
    }

    @Test("A byte-order mark before a line is no part of it")
    func byteOrderMark() throws {
        #expect(try parse("\u{FEFF}/join den") == .join(RoomName("den")))
        #expect(try parse("\u{FEFF}//slash") == .send("/slash"))
        #expect(try parse("\u{FEFF}said") == .send("said"))
        #expect(try parse("\u{FEFF}") == nil)
        #expect(try parse("a\u{FEFF}b") == .send("a\u{FEFF}b"))
        #expect(throws: CommandError.self) { try parse("\u{FEFF}/nonsense") }
    }

    @Test("Every command is understood")
    func commands() throws {
        let den = try RoomName("den")
        let raw = try RoomName("raw:a/b")
        let address = try Multiaddr(text: "/ip4/127.0.0.1/tcp/4001")
        #expect(try parse("/join den") == .join(den))
        #expect(try parse("/join   raw:a/b ") == .join(raw))
        #expect(try parse("/part") == .part(nil))
        #expect(try parse("/part den") == .part(den))
        #expect(try parse("/room den") == .room(den))
        #expect(try parse("/say den hello  there ") == .say(den, "hello  there "))
        #expect(try parse("/nick Ann of Cleves") == .nick(Nick("Ann of Cleves")))
        #expect(try parse("/me waves") == .action("waves"))
        #expect(try parse("/history") == .history(nil, nil))
        #expect(try parse("/history 20") == .history(nil, 20))
        #expect(try parse("/history den") == .history(den, nil))
        #expect(try parse("/history raw:a/b  7 ") == .history(raw, 7))
        #expect(try parse("/forget den") == .forget(den))
        #expect(try parse("/dial /ip4/127.0.0.1/tcp/4001") == .dial(address))
        #expect(try parse("/disconnect ann") == .disconnect(PeerReference("ann")))
        #expect(try parse("/peers") == .peers)
        #expect(try parse("/rooms") == .rooms)
        #expect(try parse("/list") == .list)
        #expect(try parse("/names den") == .names(den))
        #expect(try parse("/whois ann") == .whois(PeerReference("ann")))
        #expect(try parse("/ignore ann") == .ignore(PeerReference("ann")))
        #expect(try parse("/unignore ann") == .unignore(PeerReference("ann")))
        #expect(try parse("/block ann") == .block(PeerReference("ann")))
        #expect(try parse("/unblock ann") == .unblock(PeerReference("ann")))
        #expect(try parse("/topic") == .topic(nil))
        #expect(try parse("/inspect") == .inspect)
        #expect(try parse("/help me") == .help)
        #expect(try parse("/quit") == .quit)
    }

    @Test(
        "A wrong command is explained and never text",
        arguments: [
            ("/", "no command /; /help lists them (to say a line that begins with a slash, type //)"),
            (
                "/dance",
                "no command /dance; /help lists them (to say a line that begins with a slash, type //)"
            ),
            ("/join", "usage: /join ROOM"), ("/join  ", "usage: /join ROOM"),
            ("/say den", "usage: /say ROOM TEXT"),
            ("/me  ", "usage: /me TEXT"), ("/peers now", "/peers takes nothing after it"),
            ("/join a b", "room \"a b\": a room name has no spaces or control characters (here U+0020)"),
            ("/nick a\u{1B}b", "nick \"a^[b\": a nick has no control or invisible characters (here U+001B)"),
            ("/dial /ip4/1.2.3.4/tcp/0", "cannot dial \"/ip4/1.2.3.4/tcp/0\": port 0 cannot be dialled"),
        ]
    )
    func wrong(_ line: String, _ message: String) {
        do throws(CommandError) {
            let command = try parse(line)
            Issue.record("understood as \(String(describing: command))")
        } catch {
            #expect(error.message == message)
        }
    }

    @Test("16 KiB of text pass, one byte more does not")
    func length() throws {
        let longest = String(repeating: "ä", count: 8_192)
        #expect(try parse(longest) == .send(longest))
        #expect(throws: CommandError.self) { try parse(longest + "x") }
        #expect(throws: CommandError.self) { try parse("/me " + longest + "x") }
        #expect(throws: CommandError.self) { try parse("/say den " + longest + "x") }
    }

    @Test("The component does not dial a dnsaddr, the native program does")
    func dnsaddr() throws {
        #expect(try parse("/dial /dnsaddr/bootstrap.libp2p.io") != nil)
        #expect(throws: CommandError.self) {
            try CommandParser.parse("/dial /dnsaddr/x.example", engine: .wasi)
        }
    }

    @Test(
        "Addresses are dialled as people write them, and come out the same in both builds",
        arguments: [
            ("192.0.2.7:4002", "/ip4/192.0.2.7/tcp/4002"), ("192.0.2.7", "/ip4/192.0.2.7/tcp/4001"),
            ("[2001:db8::1]:4002", "/ip6/2001:db8::1/tcp/4002"), ("2001:db8::1", "/ip6/2001:db8::1/tcp/4001"),
            ("[::1]", "/ip6/::1/tcp/4001"), ("chat.example:1", "/dns/chat.example/tcp/1"),
            ("chat.example", "/dns/chat.example/tcp/4001"), ("localhost", "/dns/localhost/tcp/4001"),
            ("box:4002", "/dns/box/tcp/4002"), ("/ip4/192.0.2.7/tcp/4001/", "/ip4/192.0.2.7/tcp/4001"),
            ("/ip6/::ffff:192.0.2.7/tcp/4001", "/ip4/192.0.2.7/tcp/4001"),
            ("::ffff:192.0.2.7", "/ip4/192.0.2.7/tcp/4001"),
        ]
    )
    func hosts(_ text: String, _ address: String) throws {
        for engine in [Engine.native, .wasi] {
            let command = try CommandParser.parse("/dial " + text, engine: engine)
            #expect(command == .dial(try Multiaddr(text: address)))
        }
    }

    @Test(
        "What is no address is not taken for a name",
        arguments: [
            "nowhere", "192.0.2.300", "1.2.3", "192.0.2.7:0", "192.0.2.7:65536", "host:port", "[::1",
            "a b.example",
            "host:", ":4001", "/", "//",
        ]
    )
    func noHosts(_ text: String) {
        #expect(throws: CommandError.self) { try CommandParser.parse("/dial " + text, engine: .native) }
    }
}
