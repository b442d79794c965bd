import Foundation
import Testing

/// A port that a test or a script has chosen beforehand may be another program's by then: the kernel gives
/// out 32,768 and up to whoever asks, and runs beside each other would want the same.
@Suite("Ports")
struct PortTests {
    /// What is listened on for real, by a process or a socket. Other tests name ports that nobody opens.
    private static let folders = [
        "Tests/Suites", "Tests/Bench", "Tests/SceneTests", "Tests/Fuzz", "demo", "scripts", "Examples",
    ]

    private static let patterns = [
        // An option, a command or a parameter of that name, with an address.
        #"(?i)listen(?:ing)?(?:_addrs|[_-]?address(?:es)?)?\b[^\n#]*?/(?:ip4|ip6)/[^/\s]+/tcp/([1-9][0-9]*)"#,
        // A socket.
        #"\bbind\(\([^()]*, *([1-9][0-9_]*)\)"#,
        #"\blistening: *SocketAddress\([^()]*port: *([1-9][0-9_]*)"#,
        // A number that a program counts up from.
        #"(?i)\bports?(?:_base|Base)?\b *(?::[^=\n]*)?= *([1-9][0-9_]{3,})\b"#,
    ]

    /// The lines that listen on a port of their own choice, as `line: text`. What no socket can have (a wrong
    /// address, say) is not meant.
    private static func fixedPorts(in text: String) throws -> [String] {
        var found: Set<Int> = []
        let lines = text.components(separatedBy: "\n")
        for pattern in try patterns.map({ try NSRegularExpression(pattern: $0) }) {
            for (index, line) in lines.enumerated() {
                for match in pattern.matches(in: line, range: NSRange(line.startIndex..., in: line)) {
                    guard let range = Range(match.range(at: 1), in: line) else { continue }
                    let number = Int(line[range].replacing("_", with: "")) ?? 0
                    if (1_024...65_535).contains(number) { found.insert(index) }
                }
            }
        }
        return found.sorted().map { "\($0 + 1): \(lines[$0].trimmingCharacters(in: .whitespaces))" }
    }

    @Test("Nothing listens on a fixed port", arguments: folders)
    func none(folder: String) throws {
        // What a terminal showed once is not a program.
        let paths = Repository.paths(below: folder).filter { !$0.hasPrefix("demo/recording/") }
        #expect(!paths.isEmpty)
        for path in paths {
            guard let text = Repository.text(of: path) else { continue }
            #expect(try Self.fixedPorts(in: text) == [], "\(path)")
        }
    }

    @Test(
        "A fixed port is found in every way to say it",
        arguments: [
            #"run("--nick", "al", "--listen", "/ip4/127.0.0.1/tcp/47310")"#,
            "peer anna native listen=/ip6/::1/tcp/4001",
            #"peer.tell("listen 1 /ip4/0.0.0.0/tcp/4001")"#,
            #"host.run(listen_addrs=[Multiaddr("/ip4/127.0.0.1/tcp/4001")])"#,
            #"host.listen(on: try Multiaddr(text: "/ip4/0.0.0.0/tcp/4001"))"#,
            #"sock.bind(("127.0.0.1", 4001))"#, "PORT = 47_310", "let port: UInt16 = 4001",
            #"listening: SocketAddress(ipAddress: "127.0.0.1", port: 4001)"#,
        ]
    )
    func finds(line: String) throws {
        #expect(try Self.fixedPorts(in: "first\n" + line) == ["2: " + line])
    }

    @Test(
        "A port that the kernel or a helper gives is none",
        arguments: [
            #"run("--listen", "/ip4/127.0.0.1/tcp/0")"#, "listen=/ip6/::1/tcp/{port}",
            #"run("--listen", f"/ip4/127.0.0.1/tcp/{port}")"#, #"("--listen", "/ip4/127.0.0.1/tcp/65536")"#,
            #"run("--dial", "/ip4/127.0.0.1/tcp/4001")"#, #"sock.bind(("127.0.0.1", 0))"#,
        ]
    )
    func passes(line: String) throws {
        #expect(try Self.fixedPorts(in: line) == [])
    }
}
