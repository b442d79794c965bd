import ChatTerminal

/// The model on a full screen.
final class FullScreenFront: TerminalFront {
    private let device: TerminalDevice
    private(set) var model: TerminalModel
    /// Whether the copy mode is on the screen.
    private var isCopying = false

    init(device: TerminalDevice, model: TerminalModel) {
        self.device = device
        self.model = model
    }

    var typed: [UInt8] { device.typed }

    var messageDescriptor: Int32 { device.messageDescriptor }

    func messages() -> [String] { device.messages() }

    func receive(_ input: TerminalInput, at moment: Moment) -> [TerminalEffect] {
        model.receive(input, at: moment)
    }

    func draw() {
        device.setTitle(model.title)
        let wasCopying = isCopying
        isCopying = model.overlay == .copy
        if isCopying {
            device.showForSelection(CopyView.lines(of: model))
        } else {
            if wasCopying {
                device.screen.redraw()
                applySettings()
            }
            device.screen.show(TerminalView.screen(of: model))
        }
        model.markDrawn()
    }

    func resize(to size: Size) { device.screen.resize(to: size) }

    func redraw() { device.screen.redraw() }

    func applySettings() {
        device.setMouse(model.settings.usesMouse)
        device.screen.joinsEmoji = model.settings.emoji == "joined"
    }

    func ring() { device.screen.ring() }

    func notify(kind: String, text: String) { device.notify(kind: kind, text: text) }

    func copy(_ text: String) { device.copy(text) }

    func suspend() { device.suspend() }

    func resume() { device.resume() }

    func finish() { device.finish() }
}
