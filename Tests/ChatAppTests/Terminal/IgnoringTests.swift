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

    @Test("The chat decides who is ignored; the terminal mirrors it, by key, and the key is saved")
    func ignoring() {
        var fixture = TerminalFixture()
        fixture.say("before")
        fixture.enter("/ignore bob")
        #expect(fixture.takeCommands() == [.ignore(PeerReference("bob"))])
        #expect(saved(fixture).isEmpty)
        fixture.event(.listed(peer: TerminalFixture.bob, list: .ignored, isOn: true))
        #expect(saved(fixture) == ["ignored": .list([bob])])
        #expect(fixture.text.contains("bob \(TerminalFixture.bob.shortDescription) is ignored"))
        fixture.say("unheard", nick: "rob")
        fixture.say("carol is heard", by: TerminalFixture.carol, nick: "carol")
        #expect(!fixture.text.contains("unheard"))
        #expect(fixture.text.contains("carol is heard"))
        fixture.enter("/ignore")
        #expect(fixture.model.room.entries.last?.text.contains(bob) == true)
        fixture.event(.listed(peer: TerminalFixture.bob, list: .ignored, isOn: false))
        #expect(saved(fixture) == ["ignored": .list([])])
        fixture.say("heard again")
        #expect(fixture.text.contains("heard again"))
    }

    @Test("The lists of the configuration are told to the chat at the start, and its echo is not shown")
    func lists() {
        var settings = Settings()
        settings.blocked = [bob, "no peer id"]
        settings.ignored = [TerminalFixture.carol.description]
        var fixture = TerminalFixture(settings: settings)
        #expect(
            fixture.takeCommands() == [
                .ignore(PeerReference(TerminalFixture.carol.description)), .block(PeerReference(bob)),
            ]
        )
        let count = fixture.model.room.entries.count
        fixture.event(.listed(peer: TerminalFixture.bob, list: .blocked, isOn: true))
        fixture.event(.listed(peer: TerminalFixture.carol, list: .ignored, isOn: true))
        fixture.say("unheard")
        #expect(fixture.model.room.entries.count == count)
        #expect(saved(fixture).isEmpty)
        fixture.enter("/unblock \(bob)")
        #expect(fixture.takeCommands() == [.unblock(PeerReference(bob))])
        fixture.event(.listed(peer: TerminalFixture.bob, list: .blocked, isOn: false))
        #expect(saved(fixture) == ["blocked": .list([])])
    }
}
