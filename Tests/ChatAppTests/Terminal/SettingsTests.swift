import ChatCore
import Testing

@testable import ChatTerminal

@Suite("Settings")
struct SettingsTests {
    @Test("Every setting is in a new file with its comment, and nothing in it is in force")
    func template() {
        let text = SettingsFile.template(Settings())
        for definition in SettingDefinition.all {
            #expect(text.contains("# \(definition.comment)"))
            #expect(text.contains("\n#\(definition.name) = "))
        }
        #expect(SettingsFile.position(of: "theme", inTable: "", text) == nil)
    }

    @Test("A change goes where the setting stands, and leaves the rest as it was")
    func changing() {
        let text = SettingsFile.changing(SettingsFile.template(Settings()), "theme", to: .text("light"))
        #expect(text.contains("\ntheme = \"light\"\n"))
        let again = SettingsFile.changing(text, "theme", to: .text("dark"))
        #expect(again.contains("\ntheme = \"dark\"\n") && !again.contains("light\"\n"))
        let inTable = SettingsFile.changing("bell = true\n[keys]\ntheme = 1", "theme", to: .bool(true))
        #expect(inTable == "bell = true\ntheme = true\n\n[keys]\ntheme = 1")
        let list = "highlights = [\n  \"a\",\n  \"b\",\n]\nbell = true"
        #expect(
            SettingsFile.changing(list, "highlights", to: .list(["c"])) == "highlights = [\"c\"]\nbell = true"
        )
        #expect(SettingsFile.changing("", "bell", to: .bool(true)) == "bell = true\n")
    }

    @Test("The place of a setting is told from 1")
    func position() {
        let text = "# x\n  bell = 3\n[keys]\n\"Ctrl-n\" = \"fly\""
        #expect(
            SettingsFile.position(of: "bell", inTable: "", text).map { "\($0)" } == "(line: 2, column: 3)"
        )
        #expect(
            SettingsFile.position(of: "Ctrl-n", inTable: "keys", text).map { "\($0)" }
                == "(line: 4, column: 1)"
        )
        #expect(SettingsFile.position(of: "Ctrl-n", inTable: "", text) == nil)
    }

    @Test(
        "Values are checked",
        arguments: [
            ("mouse", "off", true), ("mouse", "maybe", false), ("scrollback", "100", true),
            ("scrollback", "99", false),
            ("scrollback", "x", false), ("theme", "light", true), ("theme", "pink", false),
            ("highlights", "a, b", true),
        ]
    )
    func checks(name: String, text: String, isFine: Bool) {
        var settings = Settings()
        let before = settings
        do throws(SettingError) {
            try settings.set(name, toText: text)
            #expect(isFine)
        } catch {
            #expect(!isFine)
            #expect(error == .invalid(name: name, expected: SettingDefinition.named(name)?.expected ?? ""))
            #expect(settings == before)
        }
    }

    @Test("Texts survive TOML's notation")
    func quoting() {
        #expect(SettingValue.text("a\"b\\c\n\u{1}ü").toml == "\"a\\\"b\\\\c\\n\\u0001ü\"")
        #expect(SettingValue.list(["a", "b"]).toml == "[\"a\", \"b\"]")
    }

    @Test(
        "Styles are read and written",
        arguments: [
            ("bold 203 on 236", "bold 203 on 236"), ("red", "1"), ("default", "default"),
            ("underline on blue", "underline on 4"),
        ]
    )
    func styles(text: String, written: String) {
        #expect(Style(text: text)?.text == written)
    }

    @Test("What is no style is refused", arguments: ["pink", "300", "bold bolder"])
    func noStyles(text: String) { #expect(Style(text: text) == nil) }

    @Test("/set changes, tells and saves; /bind binds until the end")
    func commands() {
        var fixture = TerminalFixture(width: 120)
        fixture.enter("/set show_members off")
        #expect(fixture.effects.last == .saveSetting(name: "show_members", value: .bool(false)))
        #expect(!fixture.text.contains("Members ("))
        fixture.enter("/theme contrast")
        #expect(fixture.model.theme.name == "contrast")
        fixture.enter("/set nick_width")
        #expect(fixture.text.contains("nick_width = 12"))
        fixture.enter("/bind F9 log")
        fixture.press("F9")
        #expect(fixture.text.contains("System log"))
        fixture.press("F9")
        fixture.enter("/bind F9 none")
        fixture.press("F9")
        #expect(fixture.text.contains("F9 does nothing"))
    }

    @Test("NO_COLOR and poor terminals get themes that they can show")
    func automaticTheme() {
        #expect(Theme.automatic(colors: 256, isColorWanted: true).name == "dark")
        #expect(Theme.automatic(colors: 8, isColorWanted: true).name == "ansi")
        #expect(Theme.automatic(colors: 256, isColorWanted: false).name == "plain")
        #expect(Theme.automatic(colors: 0, isColorWanted: true).name == "plain")
        for role in Role.allCases {
            #expect(
                Theme.plain.style(role).foreground == .standard
                    && Theme.plain.style(role).background == .standard
            )
        }
    }
}
