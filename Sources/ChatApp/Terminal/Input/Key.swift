/// A key that was pressed, with its modifiers.
public struct Key: Hashable, Sendable {
    /// Which key.
    public enum Code: Hashable, Sendable {
        /// A key that writes something; upper case already applied.
        case character(Character)
        /// Return.
        case enter
        /// Tabulator.
        case tab
        /// The key that deletes backward.
        case backspace
        /// The key that deletes forward.
        case delete
        /// Escape, alone.
        case escape
        /// An arrow.
        case up
        /// An arrow.
        case down
        /// An arrow.
        case left
        /// An arrow.
        case right
        /// To the start.
        case home
        /// To the end.
        case end
        /// A page up.
        case pageUp
        /// A page down.
        case pageDown
        /// Insert.
        case insert
        /// F1 to F20.
        case function(Int)
    }

    /// Keys held down beside it.
    public struct Modifiers: OptionSet, Hashable, Sendable {
        /// The raw bits, as xterm sends them less one.
        public let rawValue: UInt8
        /// Modifiers of those bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        /// Shift; not told for keys that write.
        public static let shift = Modifiers(rawValue: 1)
        /// Alt, Meta or Option.
        public static let alt = Modifiers(rawValue: 2)
        /// Control.
        public static let control = Modifiers(rawValue: 4)
    }

    /// Which key.
    public var code: Code
    /// What was held down.
    public var modifiers: Modifiers

    /// A key with modifiers.
    public init(_ code: Code, _ modifiers: Modifiers = []) {
        self.code = code
        self.modifiers = modifiers
    }
}

extension Key: CustomStringConvertible {
    private static let names: [(name: String, code: Code)] = [
        ("Enter", .enter), ("Tab", .tab), ("Backspace", .backspace), ("Delete", .delete), ("Escape", .escape),
        ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right), ("Home", .home), ("End", .end),
        ("PageUp", .pageUp), ("PageDown", .pageDown), ("Insert", .insert), ("Space", .character(" ")),
    ]

    /// The key as configuration files write it: `Ctrl-n`, `Alt-Left`, `F2`.
    public var description: String {
        var text = ""
        if modifiers.contains(.control) { text += "Ctrl-" }
        if modifiers.contains(.alt) { text += "Alt-" }
        if modifiers.contains(.shift) { text += "Shift-" }
        if let name = Self.names.first(where: { $0.code == code })?.name { return text + name }
        switch code {
        case .character(let character): return text + String(character)
        case .function(let number): return text + "F\(number)"
        default: return text
        }
    }

    /// Reads what `description` writes; also `C-n` and `M-n`. Names may be in any case; nil when there is no
    /// such key.
    public init?(text: String) {
        var rest = Substring(text)
        var modifiers: Modifiers = []
        let prefixes: [(String, Modifiers)] = [
            ("ctrl-", .control), ("c-", .control), ("alt-", .alt), ("meta-", .alt), ("m-", .alt),
            ("a-", .alt),
            ("shift-", .shift), ("s-", .shift),
        ]
        search: while rest.count > 1 {
            let lowered = rest.lowercased()
            for (prefix, modifier) in prefixes where lowered.hasPrefix(prefix) && rest.count > prefix.count {
                modifiers.insert(modifier)
                rest = rest.dropFirst(prefix.count)
                continue search
            }
            break
        }
        let lowered = rest.lowercased()
        if let named = Self.names.first(where: { $0.name.lowercased() == lowered }) {
            self.init(named.code, modifiers)
        } else if lowered.hasPrefix("f"), let number = Int(lowered.dropFirst()), (1...20).contains(number) {
            self.init(.function(number), modifiers)
        } else if rest.count == 1, let character = rest.first {
            let folded = modifiers.contains(.control) ? Character(character.lowercased()) : character
            self.init(.character(folded), modifiers)
        } else {
            return nil
        }
    }
}
