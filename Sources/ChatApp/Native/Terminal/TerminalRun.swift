import ChatCore
import ChatTerminal
import Glibc
import NativeSystem

/// The chat in a terminal: on a full screen, or as lines and a prompt.
struct TerminalRun {
    private let memory: TerminalMemory
    private var options: ChatOptions { memory.options }
    private let keeper: KeeperStart
    private let start: EngineStart

    /// How many lines of the log are repeated when the chat has failed.
    private static let lastLogLines = 5

    /// Starts a chat, where a session is to go on if there is one; what it is given takes the events.
    typealias EngineStart = (Session?, @escaping @Sendable ([ChatEvent]) -> Void) throws(TerminalFailure) ->
        any ChatEngine

    /// Opens what keeps what is shown; nil where nothing does. What it is given takes problems, in a line
    /// each.
    typealias KeeperStart = (@escaping @Sendable (String) -> Void) -> (any MessageKeeper)?

    /// Whether stdin and stdout are a terminal, so that there is somebody to talk to.
    static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

    /// A run on a chat that `start` starts.
    init(_ memory: TerminalMemory, keeper: @escaping KeeperStart, start: @escaping EngineStart) {
        self.memory = memory
        self.keeper = keeper
        self.start = start
    }

    /// Runs until the end and returns the exit status.
    func run() -> Int32 {
        do throws(TerminalFailure) {
            return try runThrowing()
        } catch {
            StandardStreams.printError("hearsay: " + error.message)
            return ExitStatus.failure
        }
    }

    private func runThrowing() throws(TerminalFailure) -> Int32 {
        // Curses loses what a terminal that does not block has no room for.
        for descriptor in [FileDescriptor.standardInput, .standardOutput] { descriptor.makeBlocking() }
        let files = TerminalFiles()
        let mailbox = try Mailbox()
        let front = makeFront(Configuration(files))
        let keeper = keeper { mailbox.put([.notice($0, isError: true)]) }
        let mirror = EventMirror()
        let launch = { (session: Session?) throws(TerminalFailure) -> any ChatEngine in
            try start(session) { events in
                mirror?.write(events)
                mailbox.put(events.map { .event($0) })
            }
        }
        let engine: any ChatEngine
        do throws(TerminalFailure) {
            engine = try launch(nil)
        } catch {
            front.finish()
            throw error
        }
        let loop = TerminalLoop(
            front: front,
            engine: engine,
            launch: launch,
            mailbox: mailbox,
            files: files,
            keeper: keeper,
            sessions: memory.store
        )
        loop.run()
        front.finish()
        memory.store?.finish()
        let outcome = loop.engine.wait()
        keeper?.finish()
        switch outcome {
        case .finished: return ExitStatus.success
        case .failed(let reason):
            // What led to it went by on a screen that is gone.
            for line in front.model.overlays.logLines.suffix(Self.lastLogLines) {
                StandardStreams.printError(line)
            }
            throw TerminalFailure(reason)
        }
    }

    private func makeFront(_ configuration: Configuration) -> any TerminalFront {
        let isColorWanted = Environment.value("NO_COLOR") == nil
        if !options.isPlain, let device = TerminalDevice() {
            let theme = Theme.automatic(
                colors: device.screen.colorCount,
                isColorWanted: isColorWanted,
                isLight: device.isLight ?? false
            )
            return FullScreenFront(device: device, model: model(configuration, theme, notice: nil))
        }
        let notice = options.isPlain ? nil : "this terminal cannot show a full screen; this is the plain mode"
        let theme = Theme.automatic(colors: 16, isColorWanted: isColorWanted)
        return PlainFront(model: model(configuration, theme, notice: notice), isStyled: isColorWanted)
    }

    private func model(_ configuration: Configuration, _ theme: Theme, notice: String?) -> TerminalModel {
        var model = TerminalModel(
            size: CursesScreen.terminalSize ?? Size(width: 80, height: 24),
            nick: options.nick.text,
            rooms: memory.session?.rooms ?? options.rooms,
            dials: options.dialAddresses,
            engine: options.engine,
            settings: configuration.settings,
            bindings: configuration.bindings,
            automaticTheme: theme,
            colors: configuration.colors,
            session: memory.session
        )
        let moment = TerminalLoop.moment
        if let notice { _ = model.receive(.notice(notice, isError: false), at: moment) }
        for problem in configuration.problems {
            _ = model.receive(.notice(problem, isError: true), at: moment)
        }
        return model
    }
}
