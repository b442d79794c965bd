import ChatCore

/// Settings, themes and key bindings.
extension TerminalModel {
    /// `/set`, `/set NAME`, `/set NAME VALUE`.
    mutating func set(_ argument: String, at moment: Moment) throws(CommandFailure) -> [TerminalEffect] {
        let name = String(argument.prefix { $0 != " " && $0 != "=" })
        let text = String(argument.dropFirst(name.count).drop { $0.isWhitespace || $0 == "=" })
        if name.isEmpty {
            toggleHelp("set")
            return []
        }
        guard let definition = SettingDefinition.named(name) else {
            throw CommandFailure(SettingError.unknown(name: Displayable(name, limit: 30).text).explanation)
        }
        guard !text.isEmpty else {
            let value = settings.value(of: definition).toml
            show(.notice, "\(name) = \(value)\n\(definition.comment) (\(definition.expected))", at: moment)
            return []
        }
        var changed = settings
        do {
            try changed.set(name, toText: text)
        } catch {
            throw CommandFailure(error.explanation)
        }
        hint = "\(name) = \(changed.value(of: definition).toml)"
        return change(name, to: changed.value(of: definition), isSaved: true)
    }

    /// Changes a setting that is known to fit.
    mutating func change(_ name: String, to value: SettingValue, isSaved: Bool) -> [TerminalEffect] {
        do {
            try settings.set(name, to: value)
        } catch {
            hint = error.explanation
            return []
        }
        applySettings()
        return isSaved ? [.saveSetting(name: name, value: value)] : []
    }

    /// `/bind`, `/bind KEY`, `/bind KEY ACTION`.
    mutating func bind(_ argument: String, at moment: Moment) throws(CommandFailure) -> [TerminalEffect] {
        let words = argument.split(separator: " ").map(String.init)
        guard let written = words.first else {
            toggleHelp("keys")
            return []
        }
        guard let key = Key(text: written) else {
            throw CommandFailure(
                "no key '\(Displayable(written, limit: 30).text)'; keys are written Ctrl-n, Alt-Left, F2"
            )
        }
        guard words.count > 1 else {
            let meaning = bindings[key].map { "\($0.rawValue): \($0.summary)" } ?? "nothing"
            show(.notice, "\(key.description) does \(meaning)", at: moment)
            return []
        }
        guard words.count == 2, words[1] == "none" || Action(rawValue: words[1]) != nil else {
            throw CommandFailure(
                "no action '\(Displayable(words[1], limit: 30).text)'; /help keys lists them"
            )
        }
        bindings.bind(key, to: Action(rawValue: words[1]))
        hint = "\(key.description) = \(words[1])"
        return []
    }
}
