import ChatCore
import Net
import Testing

@testable import ChatTerminal

@Suite("Whom the reader does not want to hear")
struct IgnoringTests {
    private let bob = TerminalFixture.bob.description

    private func saved(_ fixture: TerminalFixture) -> [String: SettingValue] {
        var settings: [String: SettingValue] = [:]
        for effect in fixture.effects {
            if case .saveSetting(let name, let value) = effect { settings[name] = value }
        }
        return settings
    }

    @Test("Somebody ignored is not shown, by key, and the key is saved", arguments: ["bob", "tag", "id"])
    func ignoring(how: String) {
        var fixture = TerminalFixture()
        fixture.say("before")
        let reference = how == "bob" ? "bob" : how == "tag" ? TerminalFixture.bob.shortDescription : bob
        fixture.enter("/ignore \(reference)")
        #expect(saved(fixture) == ["ignored": .list([bob])])
        fixture.say("unheard", nick: "rob")
        fixture.say("carol is heard", by: TerminalFixture.carol, nick: "carol")
        #expect(!fixture.text.contains("unheard"))
        #expect(fixture.text.contains("carol is heard"))
        fixture.enter("/ignore")
        #expect(fixture.model.room.entries.last?.text.contains(bob) == true)
        fixture.enter("/ignore \(bob)")
        #expect(fixture.model.hint.contains("already"))
        fixture.press("Ctrl-u")
        fixture.enter("/unignore \(TerminalFixture.bob.shortDescription)")
        #expect(saved(fixture) == ["ignored": .list([])])
        fixture.say("heard again")
        #expect(fixture.text.contains("heard again"))
    }

    @Test("Somebody blocked is disconnected whenever they connect, in the next run too")
    func blocking() {
        let exact = PeerReference(bob)
        var fixture = TerminalFixture()
        fixture.connect(TerminalFixture.bob, "/ip4/192.0.2.7/tcp/4001")
        fixture.enter("/block \(TerminalFixture.bob.shortDescription)")
        #expect(saved(fixture) == ["blocked": .list([bob])])
        #expect(fixture.takeCommands() == [.disconnect(exact)])
        fixture.event(.disconnected(peer: TerminalFixture.bob, reason: "we closed it"))
        fixture.connect(TerminalFixture.bob, "/ip4/192.0.2.7/tcp/4001")
        #expect(fixture.takeCommands() == [.disconnect(exact)])

        var settings = Settings()
        settings.blocked = [bob, "no peer id"]
        var next = TerminalFixture(settings: settings)
        next.connect(TerminalFixture.bob, "/ip4/192.0.2.7/tcp/4001")
        next.say("unheard")
        #expect(next.takeCommands() == [.disconnect(exact)])
        #expect(!next.text.contains("unheard"))
        next.enter("/unblock \(bob)")
        next.connect(TerminalFixture.bob, "/ip4/192.0.2.7/tcp/4001")
        #expect(next.takeCommands().isEmpty)
    }

    @Test("A nick that several use names nobody; oneself is not ignored")
    func ambiguity() {
        var fixture = TerminalFixture(width: 160)
        fixture.say("I am bob")
        fixture.say("no, I am", by: TerminalFixture.carol, nick: "bob")
        fixture.enter("/block bob")
        #expect(fixture.model.hint.contains(TerminalFixture.carol.shortDescription))
        #expect(saved(fixture).isEmpty)
        fixture.press("Ctrl-u")
        fixture.enter("/ignore \(TerminalFixture.alice.description)")
        #expect(saved(fixture).isEmpty)
    }
}
