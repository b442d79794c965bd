/// Which key does what.
public struct KeyBindings: Hashable, Sendable {
    private var actions: [Key: Action]

    /// The bindings that people's fingers know from readline, weechat and irssi.
    public static let standard = KeyBindings(
        actions: Dictionary(
            defaults.compactMap { text, action in Key(text: text).map { ($0, action) } },
            uniquingKeysWith: { first, _ in first }
        )
    )

    private static let defaults: [(String, Action)] = [
        ("Enter", .send), ("Alt-Enter", .newLine), ("Shift-Enter", .newLine), ("Tab", .complete),
        ("Shift-Tab", .completeBackward), ("Backspace", .deleteBackward), ("Delete", .deleteForward),
        ("Left", .left), ("Right", .right), ("Ctrl-b", .left), ("Ctrl-f", .right), ("Ctrl-Left", .wordLeft),
        ("Ctrl-Right", .wordRight), ("Alt-b", .wordLeft), ("Alt-f", .wordRight), ("Home", .lineStart),
        ("End", .lineEnd), ("Ctrl-a", .lineStart), ("Ctrl-e", .lineEnd), ("Up", .up), ("Down", .down),
        ("Ctrl-k", .killLine), ("Ctrl-u", .killToStart), ("Alt-d", .killWord),
        ("Alt-Backspace", .killWordBackward), ("Ctrl-w", .killBlankWord), ("Ctrl-y", .yank),
        ("Alt-y", .yankPrevious), ("Ctrl-t", .transpose), ("Alt-t", .transposeWords), ("Alt-u", .upperCase),
        ("Alt-l", .lowerCase), ("Alt-c", .capitalize), ("Ctrl-_", .undo), ("Alt-/", .undo),
        ("Alt-p", .historyPrevious), ("Alt-n", .historyNext), ("Ctrl-r", .historySearch),
        ("PageUp", .pageUp), ("PageDown", .pageDown), ("Shift-Up", .lineUp), ("Shift-Down", .lineDown),
        ("Ctrl-Up", .lineUp), ("Ctrl-Down", .lineDown), ("Ctrl-Home", .oldest), ("Ctrl-End", .newest),
        ("Alt-<", .oldest), ("Alt->", .newest), ("Alt-z", .unread), ("Ctrl-s", .search), ("Ctrl-g", .cancel),
        ("Alt-s", .searchPrevious), ("Alt-S", .searchNext), ("Ctrl-n", .nextRoom), ("Ctrl-p", .previousRoom),
        ("Alt-Right", .nextRoom), ("Alt-Left", .previousRoom), ("Alt-Down", .nextRoom),
        ("Alt-Up", .previousRoom), ("Alt-a", .nextActivity), ("Alt-`", .lastRoom), ("Alt-j", .chooseRoom),
        ("F5", .toggleRooms),
        ("F6", .toggleMembers), ("F2", .inspector), ("F3", .inspectorPage), ("F4", .log), ("F1", .help),
        ("F7", .copyMode), ("F8", .copyAddress), ("Ctrl-l", .redraw), ("Ctrl-z", .suspend),
        ("Escape", .cancel),
        ("Ctrl-c", .interrupt), ("Ctrl-d", .quitWhenEmpty), ("F10", .interrupt),
    ]

    /// What a key does; nil when it is not bound.
    public subscript(key: Key) -> Action? { actions[key] }

    /// Binds a key, or frees it.
    public mutating func bind(_ key: Key, to action: Action?) { actions[key] = action }

    /// The keys of an action, in a fixed order.
    public func keys(for action: Action) -> [String] {
        actions.filter { $0.value == action }.map { $0.key.description }.sorted()
    }
}
