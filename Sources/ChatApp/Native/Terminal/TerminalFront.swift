import ChatTerminal

/// A way to show the model: on a full screen, or as lines and a prompt.
protocol TerminalFront: AnyObject {
    /// The model as it is now.
    var model: TerminalModel { get }
    /// What was typed before the front was ready.
    var typed: [UInt8] { get }
    /// Readable when something was written to stderr; -1 when that goes elsewhere.
    var messageDescriptor: Int32 { get }
    /// What was written to stderr since the last time, in lines.
    func messages() -> [String]
    /// Gives the model an input.
    func receive(_ input: TerminalInput, at moment: Moment) -> [TerminalEffect]
    /// Shows what has changed.
    func draw()
    /// The terminal has another size.
    func resize(to size: Size)
    /// Shows everything again.
    func redraw()
    /// Takes over settings that concern the terminal.
    func applySettings()
    /// Rings the bell.
    func ring()
    /// Shows a desktop notice by the named control sequence.
    func notify(kind: String, text: String)
    /// Puts a text into the clipboard.
    func copy(_ text: String)
    /// Gives the terminal to the shell until the program is continued.
    func suspend()
    /// Takes the terminal again: somebody else has stopped and continued the program.
    func resume()
    /// Gives the terminal back for good.
    func finish()
}
