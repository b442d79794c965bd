import ChatCore
import Net
import Testing

@Suite("The command line")
struct OptionParserTests {
    private func parse(_ arguments: String..., engine: Engine = .native) -> OptionOutcome {
        OptionParser.parse(arguments, engine: engine, userName: "ann")
    }

    private func options(_ arguments: String..., engine: Engine = .native) throws -> ChatOptions {
        guard case .run(let options) = OptionParser.parse(arguments, engine: engine, userName: "ann") else {
            throw Unexpected()
        }
        return options
    }

    private struct Unexpected: Error {}

    @Test("Without arguments the defaults hold")
    func defaults() throws {
        let options = try options()
        #expect(options.nick == (try Nick("ann")))
        #expect(options.rooms == [.lobby])
        #expect(options.listenAddresses.map(\.description) == ["/ip4/0.0.0.0/tcp/0", "/ip6/::/tcp/0"])
        #expect(options.areListenAddressesDefault)
        #expect(options.dialAddresses.isEmpty)
        #expect(options.identity == .standard)
        #expect(!options.isHeadless && !options.isJSON && !options.staysAfterInput)
        #expect(options.logLevel == .warning)
    }

    @Test("The default nick is $USER, or one that can be used")
    func defaultNick() throws {
        func nick(_ engine: Engine, _ user: String?) -> String? {
            guard case .run(let options) = OptionParser.parse([], engine: engine, userName: user) else {
                return nil
            }
            return options.nick.text
        }
        #expect(nick(.native, "ann") == "ann")
        #expect(nick(.native, nil) == "guest")
        #expect(nick(.native, "a\u{7}b") == "guest")
        #expect(nick(.wasi, "ann") == "wasm")
    }

    @Test("Given values replace the defaults; the last room stays last, and once")
    func values() throws {
        let options = try options(
            "--room",
            "a",
            "--room=b",
            "--room",
            "a",
            "--listen=/ip4/127.0.0.1/tcp/1",
            "--json",
            "--stay",
            "--identity",
            "memory",
            "--log-level=trace",
            "--nick",
            "bob"
        )
        #expect(options.rooms.map(\.text) == ["b", "a"])
        #expect(options.listenAddresses.count == 1 && !options.areListenAddressesDefault)
        #expect(options.isHeadless && options.isJSON && options.staysAfterInput)
        #expect(options.identity == .memory)
        #expect(options.logLevel == .trace)
        #expect(try self.options("--listen", "none").listenAddresses.isEmpty)
        #expect(try self.options("--identity=/tmp/key").identity == .file("/tmp/key"))
    }

    @Test("Help and version are printed")
    func help() {
        guard case .print(let text) = parse("--nick", "x", "--help", "--bogus") else {
            Issue.record("no help")
            return
        }
        for line in text.split(separator: "\n") { #expect(line.count <= 110) }
        #expect(parse("--version") == .print("hearsay " + Version.text))
    }

    @Test(
        "Wrong usage names the option",
        arguments: [
            (["--bogus"], "unknown option --bogus"), (["word"], "unexpected argument \"word\""),
            (["--nick"], "option --nick needs a value: --nick NAME"),
            (["--nick", "--json"], "option --nick needs a value: --nick NAME"),
            (["--json=1"], "option --json takes no value"), (["--help=x"], "option --help takes no value"),
            (["--nick", ""], "--nick \"\": a nick has at least one character"),
            (
                ["--room", "a\u{1B}[2J"],
                "--room \"a^[[2J\": a room name has no spaces or control characters (here U+001B)"
            ),
            (["--history", "30x"], "--history \"30x\": an age such as 30d, 12h or 45m, or \"off\""),
            (["--history", "1d,0"], "--history \"1d,0\": after the comma: 1 to 1000000 messages"),
            (
                ["--log-level", "loud"],
                "--log-level \"loud\": one of trace, debug, info, notice, warning, error"
            ),
            (
                ["--dial", "/ip4/0.0.0.0/tcp/4001"],
                "--dial \"/ip4/0.0.0.0/tcp/4001\": that is the address of no host; it can only be listened on"
            ),
            (
                ["--listen", "none", "--listen", "/ip4/127.0.0.1/tcp/0"],
                "--listen \"none\": \"none\" does not go with other addresses"
            ),
        ]
    )
    func wrong(_ arguments: [String], _ message: String) {
        let expected = "hearsay: \(message) (--help lists the options)"
        #expect(OptionParser.parse(arguments, engine: .native, userName: nil) == .wrongUsage(expected))
        #expect(OptionParser.parse(arguments, engine: .wasi, userName: nil) == .wrongUsage(expected))
    }
}
