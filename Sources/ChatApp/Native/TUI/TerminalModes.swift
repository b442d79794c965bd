import Glibc

/// The modes that curses does not know of: mouse reports, bracketed paste, focus reports.
enum TerminalModes {
    /// Turns paste and focus reports on.
    static let on = "\u{1B}[?2004h\u{1B}[?1004h"
    /// Turns mouse reports on: presses, drags and the wheel.
    static let mouseOn = "\u{1B}[?1002h\u{1B}[?1006h"
    /// Turns mouse reports off.
    static let mouseOff = "\u{1B}[?1006l\u{1B}[?1002l"
    /// Turns everything off that was turned on.
    static let off = mouseOff + "\u{1B}[?1004l\u{1B}[?2004l"

    /// Whether the terminal skips private modes that it does not know. Those older than that would show them.
    static func areUnderstood(term: String) -> Bool {
        !["vt52", "vt100", "vt102", "ansi", "cons25", "sun", "dumb", "hurd", "pcansi"].contains(term)
    }

    /// Sends a control sequence of our own to the terminal.
    static func send(_ text: String) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { return }
            sent += max(0, count)
        }
    }
}
