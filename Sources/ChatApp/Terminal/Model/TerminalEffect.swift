public import ChatCore

/// What the terminal's driver is asked to do. The model itself does nothing but compute.
public enum TerminalEffect: Equatable, Sendable {
    /// Hand a command to the chat.
    case command(ChatCommand)
    /// Ring the bell.
    case bell
    /// Show a desktop notice by the named control sequence.
    case notify(kind: String, text: String)
    /// Put a text into the clipboard of the terminal.
    case copy(String)
    /// Draw everything again.
    case redraw
    /// Give the terminal back to the shell.
    case suspend
    /// List a folder, for completion; the answer is `TerminalInput.directory`.
    case listDirectory(path: String)
    /// Write a setting to the configuration file.
    case saveSetting(name: String, value: SettingValue)
    /// Write a text to a file; the answer is a notice.
    case writeFile(path: String, text: String)
    /// Keep a message for later runs; its time is that of its arrival here.
    case keep(ChatMessage)
    /// Read what earlier runs have kept of a room; the answer is `TerminalInput.history`.
    case loadHistory(RoomName)
    /// Read what is kept of a room from before a message, by its time in milliseconds and its id; the answer
    /// is `TerminalInput.history`.
    case loadEarlier(RoomName, milliseconds: UInt64, id: [UInt8])
    /// Look for words in what is kept of a room; the answer is `TerminalInput.found`.
    case searchHistory(RoomName, words: String)
    /// Start the engine again, which has ended, to go on there.
    case restart(Session)
    /// End at once.
    case exit
}
