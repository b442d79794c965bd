import NativeSystem

/// The modes that curses does not know of: mouse reports, bracketed paste, focus reports.
enum TerminalModes {
    /// Turns bracketed paste on.
    static let pasteOn = "\u{1B}[?2004h"
    /// Turns bracketed paste off.
    static let pasteOff = "\u{1B}[?2004l"
    /// Turns paste and focus reports on.
    static let on = pasteOn + "\u{1B}[?1004h"
    /// Turns mouse reports on: presses, drags and the wheel.
    static let mouseOn = "\u{1B}[?1002h\u{1B}[?1006h"
    /// Turns mouse reports off.
    static let mouseOff = "\u{1B}[?1006l\u{1B}[?1002l"
    /// Turns everything off that was turned on.
    static let off = mouseOff + "\u{1B}[?1004l" + pasteOff

    /// Keeps the title of the window, to be given back.
    static let titleOn = "\u{1B}[22;2t"
    /// Gives the title of the window back.
    static let titleOff = "\u{1B}[23;2t"

    /// Sets the title of the window. The text is displayable already.
    static func title(_ text: String) -> String { "\u{1B}]2;\(text)\u{07}" }

    /// Puts a text into the clipboard, where the terminal allows it (OSC 52).
    static func clipboard(_ text: String) -> String {
        "\u{1B}]52;c;\(Base64.encode(Array(text.utf8)))\u{07}"
    }

    /// Whether the terminal skips control sequences of an operating system that it does not know. The console
    /// of Linux shows some.
    static func areStringsUnderstood(term: String) -> Bool {
        areUnderstood(term: term) && !term.hasPrefix("linux")
    }

    /// Whether the terminal skips private modes that it does not know. Those older than that would show them.
    static func areUnderstood(term: String) -> Bool {
        !["vt52", "vt100", "vt102", "ansi", "cons25", "sun", "dumb", "hurd", "pcansi"].contains(term)
    }

    /// A desktop notice, as `osc9` or `osc777`. The text is displayable already; a semicolon would end a part
    /// of the sequence.
    static func notice(kind: String, text: String) -> String {
        let safe = text.map { $0 == ";" ? "," : String($0) }.joined()
        return kind == "osc777" ? "\u{1B}]777;notify;Hearsay;\(safe)\u{07}" : "\u{1B}]9;\(safe)\u{07}"
    }

    /// Sends a control sequence of our own to the terminal.
    static func send(_ text: String) {
        // Where the terminal has gone, the loop finds out by its input.
        try? FileDescriptor.standardOutput.writeAll(Array(text.utf8))
    }
}
