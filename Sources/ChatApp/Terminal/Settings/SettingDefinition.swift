/// A setting's name, kind and meaning.
public struct SettingDefinition: Sendable {
    /// How the value is stored and what it may be.
    public enum Kind: Sendable {
        /// true or false
        case bool(any WritableKeyPath<Settings, Bool> & Sendable)
        /// A whole number within limits.
        case integer(any WritableKeyPath<Settings, Int> & Sendable, ClosedRange<Int>)
        /// One of several words.
        case choice(any WritableKeyPath<Settings, String> & Sendable, [String])
        /// A list of texts.
        case list(any WritableKeyPath<Settings, [String]> & Sendable)
    }

    /// The name in the file and in /set.
    public let name: String
    /// How the value is stored.
    public let kind: Kind
    /// What it does: the comment in the file.
    public let comment: String

    /// All settings, in the order of the file.
    public static let all: [SettingDefinition] = [
        SettingDefinition(
            name: "theme",
            kind: .choice(\.theme, ["auto"] + Theme.builtIn.map(\.name)),
            comment: "How everything looks."
        ),
        SettingDefinition(
            name: "timestamps",
            kind: .choice(\.timestamps, ["hh:mm", "hh:mm:ss", "off"]),
            comment: "The time before every message."
        ),
        SettingDefinition(
            name: "key_tags",
            kind: .bool(\.showsKeyTags),
            comment:
                "A tag of the key beside every nick; else only where two use one nick, which can be forged."
        ),
        SettingDefinition(
            name: "nick_width",
            kind: .integer(\.nickWidth, 4...32),
            comment: "The most columns for nicks."
        ),
        SettingDefinition(
            name: "show_rooms",
            kind: .bool(\.showsRooms),
            comment: "List the rooms at the left (F5)."
        ),
        SettingDefinition(
            name: "show_members",
            kind: .bool(\.showsMembers),
            comment: "List the members at the right (F6)."
        ),
        SettingDefinition(
            name: "rooms_width",
            kind: .integer(\.roomsWidth, 0...60),
            comment: "Columns of the room list; 0: what the names need."
        ),
        SettingDefinition(
            name: "members_width",
            kind: .integer(\.membersWidth, 0...60),
            comment: "Columns of the member list; 0: what the nicks need."
        ),
        SettingDefinition(
            name: "membership",
            kind: .bool(\.showsMembership),
            comment: "Tell in the room who comes and goes."
        ),
        SettingDefinition(
            name: "mouse",
            kind: .bool(\.usesMouse),
            comment: "Let the program use the mouse. Off: the terminal's own selection works without Shift."
        ),
        SettingDefinition(
            name: "bell",
            kind: .bool(\.ringsBell),
            comment: "Ring the bell when somebody names you."
        ),
        SettingDefinition(
            name: "notifications",
            kind: .choice(\.notifications, ["off", "osc9", "osc777"]),
            comment:
                "Desktop notices when somebody names you while you look elsewhere, by a control sequence."
        ),
        SettingDefinition(
            name: "highlights",
            kind: .list(\.highlights),
            comment: "More words that count as naming you."
        ),
        SettingDefinition(
            name: "emoji",
            kind: .choice(\.emoji, ["joined", "simple"]),
            comment: "Emoji of several parts: joined, or only the first part for terminals that cannot."
        ),
        SettingDefinition(
            name: "scrollback",
            kind: .integer(\.scrollback, 100...1_000_000),
            comment: "Lines kept for each room."
        ),
        SettingDefinition(
            name: "paste_lines",
            kind: .integer(\.pasteLines, 1...100),
            comment: "A paste of more lines is sent only after a second Enter."
        ),
        SettingDefinition(
            name: "history",
            kind: .bool(\.keepsHistory),
            comment:
                "Keep what is said, to show it in the next run and to pass it on; counts from the next start."
        ),
        SettingDefinition(
            name: "ignored",
            kind: .list(\.ignored),
            comment: "Peer ids whose messages are not shown; /ignore and /unignore write it."
        ),
        SettingDefinition(
            name: "blocked",
            kind: .list(\.blocked),
            comment: "Peer ids that are ignored and disconnected at once; /block and /unblock write it."
        ),
    ]

    /// The setting of that name.
    public static func named(_ name: String) -> SettingDefinition? { all.first { $0.name == name } }

    /// What a value has to be, in a few words.
    public var expected: String {
        switch kind {
        case .bool: "true or false"
        case .integer(_, let range): "a number from \(range.lowerBound) to \(range.upperBound)"
        case .choice(_, let words): "one of " + words.joined(separator: ", ")
        case .list: "a list of texts"
        }
    }
}

extension Settings {
    /// The value of a setting.
    public func value(of definition: SettingDefinition) -> SettingValue {
        switch definition.kind {
        case .bool(let path): .bool(self[keyPath: path])
        case .integer(let path, _): .integer(self[keyPath: path])
        case .choice(let path, _): .text(self[keyPath: path])
        case .list(let path): .list(self[keyPath: path])
        }
    }

    /// Changes a setting.
    ///
    /// - Throws: `SettingError` when there is no such setting or the value does not fit; nothing is changed
    ///   then.
    public mutating func set(_ name: String, to value: SettingValue) throws(SettingError) {
        guard let definition = SettingDefinition.named(name) else { throw .unknown(name: name) }
        switch (definition.kind, value) {
        case (.bool(let path), .bool(let flag)):
            self[keyPath: path] = flag
        case (.integer(let path, let range), .integer(let number)) where range.contains(number):
            self[keyPath: path] = number
        case (.choice(let path, let words), .text(let word)) where words.contains(word):
            self[keyPath: path] = word
        case (.list(let path), .list(let words)):
            self[keyPath: path] = words
        default:
            throw .invalid(name: name, expected: definition.expected)
        }
    }

    /// Changes a setting to what somebody typed: `on`, `off`, a number, a word, words separated by commas.
    ///
    /// - Throws: `SettingError` when there is no such setting or the text does not fit; nothing is changed
    ///   then.
    public mutating func set(_ name: String, toText text: String) throws(SettingError) {
        guard let definition = SettingDefinition.named(name) else { throw .unknown(name: name) }
        switch definition.kind {
        case .bool:
            guard let flag = Self.flag(text) else {
                throw .invalid(name: name, expected: definition.expected)
            }
            try set(name, to: .bool(flag))
        case .integer:
            guard let number = Int(text) else { throw .invalid(name: name, expected: definition.expected) }
            try set(name, to: .integer(number))
        case .choice:
            try set(name, to: .text((SettingValue.quotedTexts(text)?.first ?? text).lowercased()))
        case .list:
            let words = text.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init)
            try set(name, to: .list(SettingValue.quotedTexts(text) ?? words))
        }
    }

    private static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "on", "yes", "1": true
        case "false", "off", "no", "0": false
        default: nil
        }
    }
}
