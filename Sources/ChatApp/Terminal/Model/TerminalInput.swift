public import ChatCore

/// What happens to the terminal. The model changes by nothing else.
public enum TerminalInput: Equatable, Sendable {
    /// A key was pressed.
    case key(Key)
    /// A text was pasted.
    case paste(String)
    /// The mouse was used.
    case mouse(MouseEvent)
    /// The window has the focus, or lost it.
    case focus(Bool)
    /// The terminal has this size now.
    case resize(Size)
    /// The chat tells something.
    case event(ChatEvent)
    /// The engine has ended without being asked; it can be started again.
    case engineLost(reason: String)
    /// A line of the log.
    case log(String)
    /// A line of the program's own: an answer, or what went wrong.
    case notice(String, isError: Bool)
    /// The answer to `TerminalEffect.listDirectory`: the names in it, folders with a slash at their end.
    case directory(path: String, names: [String])
    /// The answer to `TerminalEffect.loadHistory` and `loadEarlier`: what was said in earlier runs, the
    /// oldest first; nothing where no more is kept.
    case history(RoomName, [ChatMessage])
    /// The answer to `TerminalEffect.searchHistory`: the latest messages with those words, the oldest first.
    case found(RoomName, words: String, [ChatMessage])
    /// A second has passed; sent only while something on the screen depends on the time
    /// (`TerminalModel.wantsTicks`).
    case tick
}

/// When something happened.
public struct Moment: Hashable, Sendable {
    /// Unix time in milliseconds.
    public var milliseconds: UInt64
    /// The offset of local time from UTC, in seconds.
    public var utcOffset: Int

    /// A moment.
    public init(milliseconds: UInt64, utcOffset: Int = 0) {
        self.milliseconds = milliseconds
        self.utcOffset = utcOffset
    }
}
