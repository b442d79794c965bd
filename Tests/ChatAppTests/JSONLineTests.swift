import ChatCore
import Net
import Testing

@Suite("Events as JSON")
struct JSONLineTests {
    private static let peer = KeyPair(seed: [UInt8](repeating: 7, count: 32)).peerID
    private static let other = KeyPair(seed: [UInt8](repeating: 8, count: 32)).peerID

    private static func events() throws -> [ChatEvent] {
        let address = try Multiaddr(text: "/ip4/127.0.0.1/tcp/4001").withPeerID(peer)
        let room = try RoomName("den")
        let raw = try RoomName("raw:a/b")
        let message = ChatMessage(
            room: room,
            id: [0, 255, 16],
            author: other,
            nick: "\u{1B}]0;x\u{7}\"\\",
            text: "a\nb\u{0}\u{9B}\u{2028}🏳️‍🌈",
            milliseconds: .max,
            kind: .action,
            isOwn: false
        )
        var late = message
        late.isLate = true
        let summary = PeerSummary(
            peer: peer,
            address: address,
            direction: .inbound,
            roundTrip: .microseconds(1_500),
            agent: "go\n",
            mesh: [room, raw],
            score: -2.5,
            protocols: ["/a", "/b"],
            bytesReceived: .max,
            bytesSent: 0,
            streamCount: 3,
            nick: "n"
        )
        let bare = PeerSummary(peer: other, address: address, direction: .outbound)
        return [
            .ready(peer: peer, agent: "hearsay/0.1.0", engine: .wasi), .listening(address: address),
            .listenerClosed(address: address, reason: "why"),
            .connected(peer: peer, address: address, direction: .outbound),
            .disconnected(peer: peer, reason: "gone"),
            .dialFailed(address: address, reason: "refused", retry: .seconds(2)),
            .dialFailed(address: address, reason: "never again", retry: nil),
            .joined(room: room), .left(room: raw), .switched(room: room), .renamed(nick: "x"),
            .member(room: room, peer: other, action: .leave), .message(message),
            .sent(room: room, id: [1], peerCount: 4),
            .peers([summary, bare], dials: [DialSummary(address: address, wait: nil)]),
            .rooms([RoomSummary(room: room, isCurrent: true, members: [RoomMember(peer: other, nick: nil)])]),
            .caughtUp(CaughtUp(room: room, peer: other, messages: 10, bytes: 200, rounds: 3)),
            .history(room: raw, messages: [message, message]), .history(room: room, messages: []),
            .message(late), .listed(peer: other, list: .ignored, isOn: true),
            .named(peer: other, nick: "n\u{1B}", previous: nil),
            .named(peer: other, nick: "n", previous: "m"),
            .list([RoomCount(room: room, peerCount: 2)]), .list([]),
            .listed(peer: other, list: .blocked, isOn: false),
            .roundTrip(peer: peer, interval: .milliseconds(12)), .identified(peer: peer, agent: "rust"),
            .inspection(
                Inspection(
                    topics: [
                        .init(
                            name: "t",
                            isJoined: true,
                            mesh: [peer],
                            peers: [peer, other],
                            fanout: [],
                            backoffs: [.init(peer: other, remaining: .seconds(3))]
                        )
                    ],
                    peers: [
                        .init(
                            peer: peer,
                            protocolName: "/meshsub/1.1.0",
                            score: 0.125,
                            scoreComponents: [.init(name: "P1", value: 1)]
                        )
                    ],
                    connections: [bare],
                    traces: [
                        .init(
                            id: [9],
                            topic: "t",
                            receivedFrom: nil,
                            duplicateCount: 2,
                            latency: .milliseconds(1),
                            announcementCount: 3,
                            wasAskedFor: true,
                            serveCount: 4
                        )
                    ],
                    counters: [.init(name: "c", value: 7)]
                )
            ),
            .notice("one\ntwo"), .error("no"), .closed(reason: "quit"),
        ]
    }

    @Test("Every event survives the way out and back")
    func roundTrip() throws {
        for event in try Self.events() {
            let line = JSONLine.encode(event)
            #expect(try JSONLine.decode(line) == event)
            #expect(!line.contains(UInt8(ascii: "\n")))
            #expect(line.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
        }
    }

    @Test("The fields are those that scripts know")
    func fields() throws {
        let room = try RoomName("lobby")
        let message = ChatMessage(
            room: room,
            id: [0xAB, 1],
            author: Self.peer,
            nick: "ann",
            text: "hi \"there\"\t\u{1}",
            milliseconds: 12,
            kind: .text,
            isOwn: true
        )
        #expect(
            String(decoding: JSONLine.encode(.message(message)), as: UTF8.self)
                == #"{"event":"message","room":"lobby","id":"ab01","from":"\#(Self.peer)","nick":"ann","#
                + #""text":"hi \"there\"\t\u0001","time":12,"self":true}"#
        )
        #expect(
            String(decoding: JSONLine.encode(.sent(room: room, id: [1], peerCount: 0)), as: UTF8.self)
                == #"{"event":"sent","room":"lobby","id":"01","peers":0}"#
        )
    }

    @Test("Damaged lines are refused, never misread")
    func damage() throws {
        for event in try Self.events() {
            let line = JSONLine.encode(event)
            for end in 0..<line.count {
                #expect(throws: JSONError.self) { try JSONLine.decode(Array(line[..<end])) }
            }
        }
        let deep = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        #expect(throws: JSONError.tooDeep) { try JSONLine.decode(deep) }
        #expect(throws: JSONError.unknownEvent) { try JSONLine.decode(Array(#"{"event":"new"}"#.utf8)) }
        #expect(throws: JSONError.field("event")) { try JSONLine.decode(Array("{}".utf8)) }
        for bad in [
            "{\"a\":1,}", "[1 2]", "01", "\"\\x\"", "\"\u{1}\"", "nul", "{a:1}", "1e", "-", "\"\\u12\"",
        ] {
            #expect(throws: JSONError.self) { try JSONLine.decode(Array(bad.utf8)) }
        }
    }

    @Test("Escapes of others are read, lone surrogates become U+FFFD")
    func escapes() throws {
        let line = #" { "event" : "error" , "message" : "\u00e4\ud83d\ude00\/\b\f \ud800x\udc00" } "#
        #expect(try JSONLine.decode(Array(line.utf8)) == .error("ä😀/\u{8}\u{C} \u{FFFD}x\u{FFFD}"))
    }
}
