import CNcurses
import ChatTerminal
import Glibc
import NativeSystem

/// The terminal that the program runs in: taken over at the start, given back at every end.
final class TerminalDevice {
    /// What shows pictures.
    let screen: CursesScreen
    private let standardError: StandardErrorCapture?
    private var modes = termios()
    private let usesModes: Bool
    private let usesStrings: Bool
    private var title = ""
    /// Whether the background is known to be light; nil where the terminal does not tell.
    let isLight: Bool?
    /// What was typed while the terminal was asked.
    let typed: [UInt8]
    private var usesMouse = false
    private var isTaken = true

    /// Takes the terminal over; nil when it cannot do what a full screen needs.
    init?() {
        let term = Environment.value("TERM") ?? "dumb"
        tcgetattr(STDIN_FILENO, &modes)
        usesModes = TerminalModes.areUnderstood(term: term)
        usesStrings = TerminalModes.areStringsUnderstood(term: term)
        let answer = TerminalBackground.ask(modes, asksTerminal: usesStrings && term != "dumb")
        (isLight, typed) = (answer.isLight, answer.typed)
        guard term != "dumb", let screen = CursesScreen() else { return nil }
        self.screen = screen
        screen.marksLinks = usesStrings
        standardError = StandardErrorCapture()
        enter()
    }

    /// The descriptor of collected stderr lines; -1 when none are collected.
    var messageDescriptor: Int32 { standardError?.descriptor ?? -1 }

    /// The lines written to stderr since the last time.
    func messages() -> [String] { standardError?.lines() ?? [] }

    /// Whether mouse reports are wanted.
    func setMouse(_ isWanted: Bool) {
        guard usesModes, isWanted != usesMouse else { return }
        usesMouse = isWanted
        TerminalModes.send(isWanted ? TerminalModes.mouseOn : TerminalModes.mouseOff)
    }

    /// Sets the title of the window.
    func setTitle(_ text: String) {
        guard usesStrings, text != title else { return }
        title = text
        TerminalModes.send(TerminalModes.title(text))
    }

    /// Puts a text into the clipboard.
    func copy(_ text: String) {
        if usesStrings { Clipboard.put(text) }
    }

    /// Writes lines past the pictures, so that the terminal breaks them and selects across its breaks; the
    /// mouse is the terminal's own until the settings are applied again.
    func showForSelection(_ lines: [String]) {
        setMouse(false)
        TerminalModes.send("\u{1B}[0m\u{1B}[H\u{1B}[2J" + lines.joined(separator: "\r\n"))
    }

    /// Shows a desktop notice.
    func notify(kind: String, text: String) {
        TerminalModes.send(TerminalModes.notice(kind: kind, text: text))
    }

    /// Suspends the program until somebody continues it.
    func suspend() {
        leave()
        SignalPipe.stop()
        resume()
    }

    /// Takes the terminal again. Whatever ran in front while the program was stopped may have left its own
    /// modes.
    func resume() {
        screen.enter()
        enter()
        screen.redraw()
    }

    /// Gives the terminal back for good.
    func finish() {
        if isTaken { leave() }
        standardError?.finish()
    }

    private func enter() {
        isTaken = true
        if usesModes { TerminalModes.send(TerminalModes.on) }
        if usesStrings {
            TerminalModes.send(TerminalModes.titleOn)
            let text = title
            title = ""
            if !text.isEmpty { setTitle(text) }
        }
        if usesMouse { TerminalModes.send(TerminalModes.mouseOn) }
        TerminalRescue.arm(
            modes: modes,
            sequence: (usesStrings ? TerminalModes.titleOff : "") + (usesModes ? TerminalModes.off : "")
                + CursesScreen.endSequence,
            messages: standardError.map { ($0.descriptor, $0.original) }
        )
    }

    private func leave() {
        isTaken = false
        TerminalRescue.disarm()
        if usesStrings { TerminalModes.send(TerminalModes.titleOff) }
        if usesModes { TerminalModes.send(TerminalModes.off) }
        screen.leave()
        tcsetattr(STDIN_FILENO, TCSANOW, &modes)
    }
}
