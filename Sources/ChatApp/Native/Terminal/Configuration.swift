import ChatTerminal
import TOMLKit

/// What the configuration file says. What is wrong in it is told with its line, and the rest holds.
struct Configuration {
    /// The settings; those not in the file are at their defaults.
    private(set) var settings = Settings()
    /// The key bindings.
    private(set) var bindings = KeyBindings.standard
    /// Parts of the screen that look other than in the theme.
    private(set) var colors: [Role: Style] = [:]
    /// What is wrong, one line each.
    private(set) var problems: [String] = []

    private let path: String
    private var text = ""

    /// How many broken lines are skipped one by one before the rest of the file is ignored.
    private static let maximumBrokenLines = 50

    /// Reads the file.
    init(_ files: TerminalFiles) {
        path = files.configurationPath ?? "config.toml"
        switch files.load() {
        case nil: return
        case .failure(let failure)?: problems.append(failure.message)
        case .success(let text)?:
            self.text = text
            read()
        }
    }

    private mutating func read() {
        guard let table = parse() else { return }
        for (key, value) in table {
            switch key {
            case "keys": readKeys(value)
            case "colors": readColors(value)
            default: readSetting(key, value)
            }
        }
    }

    /// The file as a table. TOML has no notion of a broken line, but people have: the line at which the
    /// parser stops is left out, told, and the rest tried again.
    private mutating func parse() -> TOMLTable? {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for _ in 0..<Self.maximumBrokenLines {
            do {
                return try TOMLTable(string: lines.joined(separator: "\n"))
            } catch let error as TOMLParseError {
                let position = error.source.begin
                problems.append("\(path):\(position.line):\(position.column): \(error.description)")
                let place = min(max(0, Int(position.line) - 1), lines.count - 1)
                guard !lines[place].isEmpty else { return nil }
                lines[place] = ""
            } catch {
                problems.append("\(path): \(error)")
                return nil
            }
        }
        return nil
    }

    private mutating func readSetting(_ name: String, _ value: any TOMLValueConvertible) {
        do throws(SettingError) {
            guard let value = Self.value(value) else {
                throw .invalid(
                    name: name,
                    expected: SettingDefinition.named(name)?.expected ?? "another value"
                )
            }
            try settings.set(name, to: value)
        } catch {
            report(error.explanation, name, "")
        }
    }

    private mutating func readKeys(_ value: any TOMLValueConvertible) {
        guard let table = value.table else { return report("keys wants a table", "keys", "") }
        for (name, value) in table {
            guard let key = Key(text: name) else { report("no key '\(name)'", name, "keys"); continue }
            guard let action = value.string, action == "none" || Action(rawValue: action) != nil else {
                report("\(name) wants the name of an action; /help keys lists them", name, "keys")
                continue
            }
            bindings.bind(key, to: Action(rawValue: action))
        }
    }

    private mutating func readColors(_ value: any TOMLValueConvertible) {
        guard let table = value.table else { return report("colors wants a table", "colors", "") }
        for (name, value) in table {
            guard let role = Role(rawValue: name) else {
                let all = Role.allCases.map(\.rawValue).joined(separator: ", ")
                report("no part of the screen is called '\(name)'; there are \(all)", name, "colors")
                continue
            }
            guard let style = value.string.flatMap(Style.init(text:)) else {
                report("\(name) wants a style, as in \"bold 220 on 236\"", name, "colors")
                continue
            }
            colors[role] = style
        }
    }

    private mutating func report(_ problem: String, _ name: String, _ table: String) {
        let place =
            SettingsFile.position(of: name, inTable: table, text).map { ":\($0.line):\($0.column)" } ?? ""
        problems.append("\(path)\(place): \(problem)")
    }

    private static func value(_ value: any TOMLValueConvertible) -> SettingValue? {
        if let flag = value.bool { return .bool(flag) }
        if let number = value.int { return .integer(number) }
        if let text = value.string { return .text(text) }
        if let array = value.array {
            let words = array.compactMap(\.string)
            return words.count == array.count ? .list(words) : nil
        }
        return nil
    }
}
