import ChatCore
import Net

@testable import ChatTerminal

/// A terminal with known peers and a clock that stands still, driven by key names.
struct TerminalFixture {
    var model: TerminalModel
    var effects: [TerminalEffect] = []
    /// 22 November 2026, 12:00 UTC.
    var moment = Moment(milliseconds: 1_795_348_800_000)

    static let alice = peer(1)
    static let bob = peer(2)
    static let carol = peer(3)

    static func peer(_ number: UInt8) -> PeerID {
        KeyPair(seed: Array(repeating: number, count: 32)).peerID
    }

    static func room(_ name: String) -> RoomName {
        do {
            return try RoomName(name)
        } catch {
            preconditionFailure("a test names a room wrongly")
        }
    }

    static func address(_ text: String) -> Multiaddr {
        do {
            return try Multiaddr(text: text)
        } catch {
            preconditionFailure("a test writes an address wrongly")
        }
    }

    init(width: Int = 80, height: Int = 24, theme: String = "dark", settings: Settings = Settings()) {
        var settings = settings
        settings.theme = theme
        model = TerminalModel(
            size: Size(width: width, height: height),
            nick: "alice",
            rooms: [Self.room("lobby")],
            engine: .native,
            settings: settings
        )
        event(.ready(peer: Self.alice, agent: "hearsay/0.1.0", engine: .native))
        event(.joined(room: Self.room("lobby")))
    }

    mutating func event(_ event: ChatEvent) {
        effects += model.receive(.event(event), at: moment)
    }

    /// Presses keys by their names.
    mutating func press(_ names: String...) {
        for name in names {
            guard let key = Key(text: name) else { preconditionFailure("a test names a key wrongly") }
            effects += model.receive(.key(key), at: moment)
        }
    }

    mutating func type(_ text: String) {
        for character in text { effects += model.receive(.key(Key(.character(character))), at: moment) }
    }

    /// Types a line and sends it.
    mutating func enter(_ line: String) {
        type(line)
        press("Enter")
    }

    mutating func paste(_ text: String) { effects += model.receive(.paste(text), at: moment) }

    mutating func say(
        _ text: String,
        by author: PeerID = TerminalFixture.bob,
        nick: String = "bob",
        in room: String = "lobby",
        kind: ChatMessage.Kind = .text,
        id: UInt8 = 0
    ) {
        event(
            .message(
                ChatMessage(
                    room: Self.room(room),
                    id: [id],
                    author: author,
                    nick: nick,
                    text: text,
                    milliseconds: moment.milliseconds,
                    kind: kind,
                    isOwn: author == Self.alice
                )
            )
        )
    }

    mutating func connect(_ peer: PeerID, _ address: String, direction: Direction = .inbound) {
        event(.connected(peer: peer, address: Self.address(address), direction: direction))
        event(.roundTrip(peer: peer, interval: .microseconds(12_400)))
        event(.member(room: Self.room("lobby"), peer: peer, action: .join))
    }

    /// The commands that were handed to the chat, then forgotten.
    mutating func takeCommands() -> [ChatCommand] {
        let commands = effects.compactMap { effect -> ChatCommand? in
            if case .command(let command) = effect { return command }
            return nil
        }
        effects = []
        return commands
    }

    var screen: Screen { TerminalView.screen(of: model) }

    /// The screen as text, row by row.
    var text: String { (0..<model.size.height).map { screen.text(ofRow: $0) }.joined(separator: "\n") }

    var line: String { model.composer.editor.text }
}
