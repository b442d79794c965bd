import Foundation

/// A program that runs with its own screen in a pane of the stage.
///
/// Lines reach it as keys that tmux presses; its events come through a named pipe, whose name it finds in
/// its environment.
final class PeerPane: PeerProgram {
    private(set) var isFrozen = false
    private let pane: TmuxPane
    private let identifier: pid_t
    private let events: URL
    private var descriptor: Int32
    private var lines = LineReader()
    private let outputLog: FileHandle
    private var hasReportedEnd = false
    private var goneSince: ContinuousClock.Instant?
    private var wasKilled = false

    /// Replaces whatever the pane shows by `command`.
    ///
    /// - Throws: ``ProcessFailure`` when the pipe cannot be made or the pane does not take the command.
    init(
        _ pane: TmuxPane,
        command: [String],
        environment: [String: String],
        events: URL,
        outputLog: URL,
        errorLog: URL
    ) throws(ProcessFailure) {
        self.pane = pane
        self.events = events
        self.outputLog = try LogFile.append(to: outputLog)
        try? FileManager.default.removeItem(at: events)
        guard mkfifo(events.path, 0o600) == 0 else {
            throw ProcessFailure(message: "the pipe \(events.path) cannot be made")
        }
        // For reading and writing, so that opening does not wait for the program and its end is no end of
        // file.
        descriptor = open(events.path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw ProcessFailure(message: "the pipe \(events.path) cannot be opened")
        }
        let variables = ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"]
        let settings = variables.compactMap { name in environment[name].map { "\(name)=\($0)" } }
        let whole = ["env"] + settings + ["HEARSAY_EVENTS=\(events.path)"] + command
        guard let identifier = pane.run(whole, errorLog: errorLog) else {
            throw ProcessFailure(message: "tmux did not start \(command.first ?? "")")
        }
        self.identifier = identifier
    }

    func destroy() {
        if pane.end == nil { kill(identifier, SIGKILL) }
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
        try? FileManager.default.removeItem(at: events)
        try? outputLog.close()
    }

    func type(_ line: String) {
        pane.type(line)
    }

    func closeInput() {
        pane.press("C-d")
    }

    func send(_ signal: PeerSignal) {
        if signal == .freeze { isFrozen = true }
        if signal == .thaw { isFrozen = false }
        if signal == .kill { wasKilled = true }
        kill(identifier, signal.number)
    }

    var interests: [pollfd] {
        descriptor >= 0 ? [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)] : []
    }

    /// tmux calls a pane dead only when nobody holds its terminal any more; a child that outlives the program
    /// by a while must not keep the scene waiting.
    private func presentEnd() -> ProcessEnd? {
        guard kill(identifier, 0) != 0 else { return ProcessEnd.uncollected(identifier) }
        if let end = pane.end { return end }
        let gone = goneSince ?? .now
        goneSince = gone
        guard gone.duration(to: .now) > .seconds(1) else { return nil }
        return wasKilled ? .signal(SIGKILL) : .exit(0)
    }

    func turn() -> [PeerOutput] {
        // The end is looked up first: what was written before it is then surely in the pipe.
        let end = hasReportedEnd ? nil : presentEnd()
        var outputs: [PeerOutput] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while descriptor >= 0 {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            outputLog.write(Data(buffer[..<count]))
            outputs += lines.lines(in: buffer[..<count]).map { .line($0) }
        }
        if let end {
            hasReportedEnd = true
            outputs.append(.ended(end))
        }
        return outputs
    }
}
