import ChatCore
import Net
import Testing

@testable import ChatTerminal

@Suite("What is remembered from one run to the next")
struct SessionTests {
    private static let lobby = TerminalFixture.room("lobby")
    private static let games = TerminalFixture.room("games")

    private static var session: Session {
        var session = Session(
            nick: "ann \"the\" first",
            rooms: [games, lobby, TerminalFixture.room("raw:a/b")],
            shown: lobby,
            dials: [TerminalFixture.address("/ip4/192.0.2.7/tcp/4001")],
            port: 4_001
        )
        session.unread = [Session.Unread(room: games, count: 3, mentionCount: 1)]
        session.showsMembers = false
        return session
    }

    @Test("It comes out of its file as it went in")
    func file() {
        #expect(Session(text: Self.session.text) == Self.session)
    }

    @Test("A file torn at any byte is read without harm, or not at all")
    func torn() {
        let bytes = Array(Self.session.text.utf8)
        for count in bytes.indices {
            let read = Session(text: String(decoding: bytes[..<count], as: UTF8.self))
            #expect(read.map { $0.rooms.contains($0.shown) } ?? true)
        }
        #expect(Session(text: "rooms = [\"a b\", \"\"]") == nil)
    }

    @Test("Rooms come back in their order, the one shown is shown, and what is new stays new")
    func start() {
        var model = TerminalModel(
            size: Size(width: 120, height: 20),
            nick: "ann",
            rooms: Self.session.rooms,
            engine: .native,
            session: Self.session
        )
        let moment = Moment(milliseconds: 1_795_348_800_000)
        for room in Self.session.joinOrder { _ = model.receive(.event(.joined(room: room)), at: moment) }
        #expect(model.rooms.all.map(\.name) == Self.session.rooms)
        #expect(model.room.name == Self.lobby && model.phase == .running)
        #expect(model.rooms[0].unreadCount == 3 && model.rooms[0].mentionCount == 1)
        #expect(!model.settings.showsMembers)
        var expected = Self.session
        (expected.nick, expected.port, expected.dials) = ("ann", nil, [])
        #expect(model.session == expected)
        _ = model.receive(.event(.joined(room: TerminalFixture.room("new"))), at: moment)
        #expect(model.room.name == TerminalFixture.room("new"))
    }

    @Test("What is dialled is remembered, until its peer is disconnected on request")
    func dials() {
        var fixture = TerminalFixture()
        let address = TerminalFixture.address("/ip4/192.0.2.7/tcp/4001")
        fixture.enter("/dial /ip4/192.0.2.7/tcp/4001")
        #expect(fixture.model.session.dials == [address])
        fixture.connect(TerminalFixture.bob, "/ip4/192.0.2.7/tcp/4001", direction: .outbound)
        fixture.event(.disconnected(peer: TerminalFixture.bob, reason: "the connection broke"))
        #expect(fixture.model.session.dials == [address])
        fixture.connect(TerminalFixture.bob, "/ip4/192.0.2.7/tcp/4001", direction: .outbound)
        fixture.enter("/disconnect \(TerminalFixture.bob.shortDescription)")
        fixture.event(.disconnected(peer: TerminalFixture.bob, reason: "closed on request"))
        #expect(fixture.model.session.dials.isEmpty)
    }
}
