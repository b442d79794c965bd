import ChatCore

/// Keys and commands.
enum HelpView {
    static func rows(_ model: TerminalModel, topic: String, width: Int) -> [StyledRow] {
        let theme = model.theme
        let text = theme.style(.text)
        let heading = text.overlaid(with: theme.style(.heading))
        switch topic {
        case "": return commands(model, width) + [StyledRow()] + keys(model, width)
        case "keys": return keys(model, width)
        case "set": return settings(model, width)
        case "gossip": return gossip(model, width)
        default:
            guard let verb = Verb(name: topic) else { return [] }
            var rows = [StyledRow(verb.usage, heading)]
            rows += StyledRow.wrapped(verb.summary + ".", text, width: width, indent: 2)
            if !verb.details.isEmpty {
                rows += [StyledRow()] + StyledRow.wrapped(verb.details, text, width: width, indent: 2)
            }
            return rows
        }
    }

    private static func commands(_ model: TerminalModel, _ width: Int) -> [StyledRow] {
        let heading = model.theme.style(.text).overlaid(with: model.theme.style(.heading))
        var rows = [StyledRow("Commands  (/help COMMAND tells more; F1 closes)", heading)]
        for verb in Verb.allCases {
            rows += item(verb.usage, verb.summary, 30, model, width)
        }
        return rows
    }

    private static func keys(_ model: TerminalModel, _ width: Int) -> [StyledRow] {
        let heading = model.theme.style(.text).overlaid(with: model.theme.style(.heading))
        var rows = [StyledRow("Keys  (/bind KEY ACTION changes one)", heading)]
        rows += item("Alt-1 ... Alt-9", "go to that room", 30, model, width)
        for action in Action.allCases {
            let keys = model.preferences.bindings.keys(for: action)
            guard !keys.isEmpty else { continue }
            rows += item(
                keys.joined(separator: " "),
                "\(action.summary) (\(action.rawValue))",
                30,
                model,
                width
            )
        }
        return rows
    }

    private static func gossip(_ model: TerminalModel, _ width: Int) -> [StyledRow] {
        let heading = model.theme.style(.text).overlaid(with: model.theme.style(.heading))
        var rows = [StyledRow("Gossip, word by word  (F2 shows it at work)", heading)]
        for term in GossipGlossary.terms { rows += item(term.name, term.meaning, 18, model, width) }
        rows += [StyledRow(), StyledRow("Counters", heading)]
        for counter in GossipGlossary.counters {
            rows += item(counter.name, counter.meaning, 26, model, width)
        }
        return rows
    }

    private static func settings(_ model: TerminalModel, _ width: Int) -> [StyledRow] {
        let heading = model.theme.style(.text).overlaid(with: model.theme.style(.heading))
        var rows = [StyledRow("Settings  (/set NAME VALUE changes one)", heading)]
        for definition in SettingDefinition.all {
            let value = model.settings.value(of: definition).toml
            rows += item(
                "\(definition.name) = \(value)",
                "\(definition.comment) (\(definition.expected))",
                30,
                model,
                width
            )
        }
        return rows
    }

    /// A name at the left and its meaning beside it, or below it on a narrow screen.
    private static func item(
        _ name: String,
        _ meaning: String,
        _ column: Int,
        _ model: TerminalModel,
        _ width: Int
    ) -> [StyledRow] {
        let text = model.theme.style(.text)
        let strong = text.overlaid(with: model.theme.style(.unreadRoom))
        guard width >= 60, DisplayWidth.columns(of: name) < column - 2 else {
            return StyledRow.wrapped(name, strong, width: width, indent: 2)
                + StyledRow.wrapped(meaning, text, width: width, indent: 6)
        }
        var rows = StyledRow.wrapped(meaning, text, width: width, indent: column)
        rows[0].spans[0] = StyledSpan("  " + Format.padded(name, to: column - 2), strong)
        return rows
    }
}
