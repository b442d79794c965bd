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
    private var usesMouse = false
    private var isTaken = true

    /// Takes the terminal over; nil when it cannot do what a full screen needs.
    init?() {
        let term = Environment.value("TERM") ?? "dumb"
        tcgetattr(STDIN_FILENO, &modes)
        guard term != "dumb", let screen = CursesScreen() else { return nil }
        self.screen = screen
        usesModes = TerminalModes.areUnderstood(term: term)
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

    /// Takes the terminal again. Who was in front while the program was stopped has left modes of their own.
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
        if usesMouse { TerminalModes.send(TerminalModes.mouseOn) }
        TerminalRescue.arm(
            modes: modes,
            sequence: (usesModes ? TerminalModes.off : "") + CursesScreen.endSequence,
            messages: standardError.map { ($0.descriptor, $0.original) }
        )
    }

    private func leave() {
        isTaken = false
        TerminalRescue.disarm()
        if usesModes { TerminalModes.send(TerminalModes.off) }
        screen.leave()
        tcsetattr(STDIN_FILENO, TCSANOW, &modes)
    }
}
