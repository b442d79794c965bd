import ChatCore
import ChatTerminal
import Glibc

/// The chat on a full screen.
struct TerminalRun {
    private let options: ChatOptions
    private let start: (@escaping @Sendable ([ChatEvent]) -> Void) throws(TerminalFailure) -> any ChatEngine
    private let engine: Engine

    /// Whether stdin and stdout are a terminal, so that a full screen makes sense.
    static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

    /// A run on a chat that `start` starts; it is given who takes the events.
    init(
        options: ChatOptions, engine: Engine,
        start: @escaping (@escaping @Sendable ([ChatEvent]) -> Void) throws(TerminalFailure) -> any ChatEngine
    ) {
        self.options = options
        self.engine = engine
        self.start = start
    }

    /// Runs until the end and returns the exit status; nil when the terminal cannot show a full screen.
    func run() -> Int32? {
        let files = TerminalFiles()
        let configuration = Configuration(files)
        let mailbox: Mailbox
        do {
            mailbox = try Mailbox()
        } catch {
            StandardStreams.printError("hearsay: " + error.message)
            return ExitStatus.failure
        }
        guard let device = TerminalDevice() else { return nil }
        let running: any ChatEngine
        do {
            let mirror = EventMirror()
            running = try start {
                mirror?.write($0)
                mailbox.put($0)
            }
        } catch {
            device.finish()
            StandardStreams.printError("hearsay: " + error.message)
            return ExitStatus.failure
        }
        var model = TerminalModel(
            size: CursesScreen.terminalSize ?? Size(width: 80, height: 24),
            nick: options.nick.text,
            rooms: options.rooms,
            engine: engine,
            settings: configuration.settings,
            bindings: configuration.bindings,
            automaticTheme: .automatic(
                colors: device.screen.colorCount, isColorWanted: Environment.value("NO_COLOR") == nil),
            colors: configuration.colors
        )
        let moment = Moment(milliseconds: WallClock.milliseconds)
        for problem in configuration.problems { _ = model.receive(.notice(problem, isError: true), at: moment) }
        TerminalLoop(device: device, engine: running, mailbox: mailbox, files: files, model: model).run()
        device.finish()
        switch running.wait() {
        case .finished: return ExitStatus.success
        case .failed(let reason):
            StandardStreams.printError("hearsay: " + reason)
            return ExitStatus.failure
        }
    }
}
