import ChatCore
import ChatTerminal
import Glibc
import NativeSystem

/// The loop of the terminal: waits for keys, signals and events, feeds the model, does what it asks for, and
/// draws.
///
/// Pictures are drawn at most 60 times a second, however much arrives; when nothing happens, nothing runs.
final class TerminalLoop {
    /// The least time between two pictures, in nanoseconds.
    static let frameInterval: Int64 = 16_600_000
    /// How long an escape byte waits for the rest of a sequence, in nanoseconds.
    static let escapeDelay: Int64 = 40_000_000
    /// The messages of earlier runs that are read of a room.
    static let loadedMessages = 1_000
    /// The messages of earlier talk that a search shows.
    static let foundMessages = 20
    /// How long the chat may take to close before it is left alone, in nanoseconds.
    static let closingDelay: Int64 = 8_000_000_000

    private let front: any TerminalFront
    /// What runs the chat, now.
    private(set) var engine: any ChatEngine
    private let launch: (Session) throws(TerminalFailure) -> any ChatEngine
    private let mailbox: Mailbox
    private let files: TerminalFiles
    private let keeper: (any MessageKeeper)?
    private let sessions: SessionStore?
    private var savedSession: Session?
    private var decoder = KeyDecoder()
    private var signalDescriptor: Int32 = -1
    private var lastFrame = Int64.min / 2
    private var lastTick = Int64.min / 2
    private var escapeDeadline: Int64?
    private var closingDeadline: Int64?
    private var hasInput = true
    private var isDone = false

    init(
        front: any TerminalFront,
        engine: any ChatEngine,
        launch: @escaping (Session) throws(TerminalFailure) -> any ChatEngine,
        mailbox: Mailbox,
        files: TerminalFiles,
        keeper: (any MessageKeeper)?,
        sessions: SessionStore?
    ) {
        self.front = front
        self.engine = engine
        self.launch = launch
        self.mailbox = mailbox
        self.files = files
        self.keeper = keeper
        self.sessions = sessions
    }

    /// Runs until the chat has closed, or the terminal is gone.
    func run() {
        signalDescriptor = SignalPipe.open() ?? -1
        front.applySettings()
        decoder.receive(front.typed[...]).forEach(receive)
        while !isDone {
            drawIfDue()
            wait()
            saveSession()
            if front.model.phase == .closed { isDone = true }
            if let deadline = closingDeadline, Self.now >= deadline { isDone = true }
        }
    }

    // MARK: - Waiting

    private static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// The time of day here.
    static var moment: Moment {
        var seconds = time(nil)
        var local = tm()
        localtime_r(&seconds, &local)
        return Moment(milliseconds: WallClock.milliseconds, utcOffset: local.tm_gmtoff)
    }

    private func wait() {
        var descriptors = [
            pollfd(fd: hasInput ? STDIN_FILENO : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: mailbox.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: signalDescriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: front.messageDescriptor, events: Int16(POLLIN), revents: 0),
        ]
        let ready = poll(&descriptors, nfds_t(descriptors.count), timeout())
        if ready > 0 {
            if descriptors[2].revents != 0 { readSignals() }
            if descriptors[0].revents != 0 { readKeys() }
            if descriptors[1].revents != 0 { mailbox.take().forEach(receive) }
            if descriptors[3].revents != 0 { for line in front.messages() { feed(.log(line)) } }
        }
        if let deadline = escapeDeadline, Self.now >= deadline {
            escapeDeadline = nil
            decoder.flush().forEach(receive)
        }
        if front.model.wantsTicks, Self.now - lastTick >= 1_000_000_000 {
            lastTick = Self.now
            feed(.tick)
        }
    }

    /// Milliseconds until something is due; -1 when nothing is.
    private func timeout() -> Int32 {
        var deadline = Int64.max
        if front.model.isDirty { deadline = min(deadline, lastFrame + Self.frameInterval) }
        if let escapeDeadline { deadline = min(deadline, escapeDeadline) }
        if let closingDeadline { deadline = min(deadline, closingDeadline) }
        if front.model.wantsTicks { deadline = min(deadline, lastTick + 1_000_000_000) }
        guard deadline < .max else { return -1 }
        return Int32(clamping: (max(0, deadline - Self.now) + 999_999) / 1_000_000)
    }

    /// Keeps where the reader is, once the chat runs and has not ended.
    private func saveSession() {
        guard let sessions, front.model.phase == .running, closingDeadline == nil else { return }
        let session = front.model.session
        guard session != savedSession else { return }
        savedSession = session
        sessions.save(session)
    }

    private func drawIfDue() {
        guard front.model.isDirty, Self.now - lastFrame >= Self.frameInterval else { return }
        front.draw()
        lastFrame = Self.now
    }

    // MARK: - Inputs

    private func readKeys() {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = read(STDIN_FILENO, &buffer, buffer.count)
        if count < 0, errno == EINTR || errno == EAGAIN { return }
        guard count > 0 else {
            // The terminal was closed.
            hasInput = false
            stop()
            return
        }
        decoder.receive(buffer[..<count]).forEach(receive)
        escapeDeadline = decoder.isWaiting ? Self.now + Self.escapeDelay : nil
    }

    private func receive(_ event: KeyDecoder.Event) {
        switch event {
        case .key(let key): feed(.key(key))
        case .paste(let text): feed(.paste(text))
        case .mouse(let mouse): feed(.mouse(mouse))
        case .focus(let hasFocus): feed(.focus(hasFocus))
        }
    }

    /// Takes what other threads tell. An engine that has ended without being asked is lost, and the screen
    /// stays; one that never was ready has nothing to go on with.
    private func receive(_ input: TerminalInput) {
        guard case .event(.closed) = input, closingDeadline == nil, engine.canStartAgain,
            front.model.directory.ownPeer != nil
        else { return feed(input) }
        let reason =
            switch engine.wait() {
            case .finished: "it was told to"
            case .failed(let reason): reason
            }
        feed(.engineLost(reason: reason))
    }

    private func restart(_ session: Session) {
        do throws(TerminalFailure) {
            engine = try launch(session)
        } catch {
            feed(.engineLost(reason: error.message))
        }
    }

    private func readSignals() {
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = read(signalDescriptor, &buffer, buffer.count)
        guard count > 0 else { return }
        for signal in Set(buffer[..<count].map(Int32.init)) {
            switch signal {
            case SIGWINCH: resize()
            case SIGCONT:
                // Stopped by SIGSTOP, the program could not give the terminal back, and nobody gave it to us.
                front.resume()
                resize()
            case SIGTSTP: suspend()
            case SIGHUP:
                hasInput = false
                stop()
            default: stop()
            }
        }
    }

    private func resize() {
        guard let size = CursesScreen.terminalSize else { return }
        front.resize(to: size)
        feed(.resize(size))
    }

    private func suspend() {
        guard SignalPipe.canStop else { return }
        front.suspend()
        resize()
    }

    /// A signal, or the terminal's end: the chat closes at once, gracefully; the second time nothing is
    /// waited for.
    private func stop() {
        if closingDeadline != nil { isDone = true }
        closingDeadline = Self.now + Self.closingDelay / 4
        engine.send(.stop)
    }

    // MARK: - Effects

    private func feed(_ input: TerminalInput) {
        for effect in front.receive(input, at: Self.moment) { carryOut(effect) }
    }

    private func carryOut(_ effect: TerminalEffect) {
        switch effect {
        case .command(let command):
            if command == .quit {
                if closingDeadline != nil { return stop() }
                closingDeadline = Self.now + Self.closingDelay
            }
            if case .forget(let room) = command { keeper?.forget(room) }
            engine.send(command)
        case .bell: front.ring()
        case .notify(let kind, let text): front.notify(kind: kind, text: text)
        case .copy(let text): front.copy(text)
        case .redraw: front.redraw()
        case .suspend: suspend()
        case .listDirectory(let path): feed(.directory(path: path, names: TerminalFiles.names(in: path)))
        case .saveSetting(let name, let value):
            front.applySettings()
            if name == "history" { keeper?.setKeeping(value != .bool(false)) }
            if let problem = files.save(name, value) { feed(.notice(problem, isError: true)) }
        case .writeFile(let path, let text):
            let (message, isError) = TerminalFiles.write(text, to: path)
            feed(.notice(message, isError: isError))
        case .keep(let message): keeper?.append(message)
        case .loadHistory(let room):
            let mailbox = mailbox
            keeper?.load(room, latest: Self.loadedMessages) { mailbox.put([.history(room, $0)]) }
        case .loadEarlier(let room, let milliseconds, let id):
            let mailbox = mailbox
            keeper?.load(room, beforeMessage: id, at: milliseconds, latest: Self.loadedMessages) {
                mailbox.put([.history(room, $0)])
            }
        case .searchHistory(let room, let words):
            guard let keeper else { return feed(.found(room, words: words, [])) }
            let mailbox = mailbox
            keeper.search(words, in: room, latest: Self.foundMessages) {
                mailbox.put([.found(room, words: words, $0)])
            }
        case .restart(let session): restart(session)
        case .exit: isDone = true
        }
    }
}
