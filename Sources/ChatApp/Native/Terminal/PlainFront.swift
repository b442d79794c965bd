import ChatTerminal
import Glibc
import NativeSystem

/// The model as lines and a prompt. What arrives is written above the prompt, which is then drawn again, so
/// that it is not torn.
///
/// A dumb terminal keeps its own line editing: the program only writes lines to it.
final class PlainFront: TerminalFront {
    private var session: PlainSession
    private let isDumb: Bool
    private let isStyled: Bool
    private var modes = termios()

    init(model: TerminalModel, isStyled: Bool) {
        session = PlainSession(model: model)
        isDumb = (Environment.value("TERM") ?? "dumb") == "dumb"
        self.isStyled = isStyled && !isDumb
        tcgetattr(STDIN_FILENO, &modes)
        enter()
    }

    var model: TerminalModel { session.model }

    var typed: [UInt8] { [] }

    var messageDescriptor: Int32 { -1 }

    func messages() -> [String] { [] }

    func receive(_ input: TerminalInput, at moment: Moment) -> [TerminalEffect] {
        session.receive(input, at: moment)
    }

    func draw() {
        let rows = session.takeRows()
        guard !isDumb else {
            if !rows.isEmpty {
                TerminalModes.send(rows.map { ANSIText.render($0, isStyled: false) + "\n" }.joined())
            }
            return
        }
        var output = "\r\u{1B}[K"
        for row in rows { output += ANSIText.render(row, isStyled: isStyled) + "\r\n" }
        let (prompt, cursor) = session.prompt
        output += ANSIText.render(prompt, isStyled: isStyled) + "\r"
        if cursor > 0 { output += "\u{1B}[\(cursor)C" }
        TerminalModes.send(output)
    }

    func resize(to size: Size) {}

    func redraw() {}

    func applySettings() {}

    func ring() { TerminalModes.send("\u{07}") }

    func notify(kind: String, text: String) {
        guard !isDumb else { return }
        TerminalModes.send(TerminalModes.notice(kind: kind, text: text))
    }

    func copy(_ text: String) {
        if !isDumb { Clipboard.put(text) }
    }

    func suspend() {
        leave()
        SignalPipe.stop()
        resume()
    }

    func resume() {
        enter()
        draw()
    }

    func finish() {
        draw()
        TerminalModes.send(isDumb ? "" : "\r\u{1B}[K")
        leave()
    }

    private func enter() {
        guard !isDumb else { return }
        var raw = modes
        cfmakeraw(&raw)
        raw.c_oflag |= tcflag_t(OPOST) | tcflag_t(ONLCR)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &raw)
        TerminalRescue.arm(modes: modes, sequence: "\r\n" + TerminalModes.pasteOff, messages: nil)
        TerminalModes.send(TerminalModes.pasteOn)
    }

    private func leave() {
        guard !isDumb else { return }
        TerminalRescue.disarm()
        TerminalModes.send(TerminalModes.pasteOff)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &modes)
    }
}
