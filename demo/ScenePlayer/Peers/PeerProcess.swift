import Foundation

/// A running program with its three pipes; it never blocks the runner.
///
/// Everything it writes is kept in two files as well. It leads its own process group, so that a signal
/// reaches a wrapper's children too.
final class PeerProcess: PeerProgram {
    let identifier: pid_t
    private(set) var isFrozen = false
    private var input: Int32
    private var output: Int32
    private var errors: Int32
    private var pendingInput: [UInt8] = []
    private var closesInput = false
    private var lineReader = LineReader()
    private var outputLog: FileHandle
    private var errorLog: FileHandle
    private var end: ProcessEnd?
    private var hasReportedEnd = false

    /// Starts `command` with `environment` from the current folder.
    ///
    /// - Throws: ``ProcessFailure`` when there is no such program or a log cannot be written.
    init(
        command: [String],
        environment: [String: String],
        outputLog: URL,
        errorLog: URL
    ) throws(ProcessFailure) {
        self.outputLog = try LogFile.append(to: outputLog)
        self.errorLog = try LogFile.append(to: errorLog)
        let spawned = try ProcessSpawn.start(command, environment: environment)
        identifier = spawned.identifier
        input = spawned.input
        output = spawned.output
        errors = spawned.errors
    }

    func destroy() {
        if end == nil {
            kill(-identifier, SIGKILL)
            var status: Int32 = 0
            waitpid(identifier, &status, 0)
            end = .signal(SIGKILL)
        } else {
            // A wrapper's children may have outlived it.
            kill(-identifier, SIGKILL)
        }
        for descriptor in [input, output, errors] where descriptor >= 0 { close(descriptor) }
        input = -1
        output = -1
        errors = -1
        try? outputLog.close()
        try? errorLog.close()
    }

    // MARK: - Commands

    func type(_ line: String) {
        guard !closesInput else { return }
        pendingInput += line.utf8
        pendingInput.append(0x0A)
        writeInput()
    }

    func closeInput() {
        closesInput = true
        writeInput()
    }

    func send(_ signal: PeerSignal) {
        if signal == .freeze { isFrozen = true }
        if signal == .thaw { isFrozen = false }
        kill(-identifier, signal.number)
    }

    // MARK: - The runner's loop

    var interests: [pollfd] {
        var interests: [pollfd] = []
        for descriptor in [output, errors] where descriptor >= 0 {
            interests.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
        }
        if input >= 0, !pendingInput.isEmpty {
            interests.append(pollfd(fd: input, events: Int16(POLLOUT), revents: 0))
        }
        return interests
    }

    func turn() -> [PeerOutput] {
        writeInput()
        var outputs = readOutput()
        readErrors()
        if end == nil { end = ProcessEnd.collect(identifier) }
        if let end, output < 0, !hasReportedEnd {
            hasReportedEnd = true
            // Whoever is killed may stop in the middle of a line; whoever ends of its own accord may not.
            if case .exit = end, let rest = lineReader.rest() { outputs.append(.line(rest)) }
            outputs.append(.ended(end))
        }
        return outputs
    }

    private func writeInput() {
        guard input >= 0 else { return }
        while !pendingInput.isEmpty {
            let count = pendingInput.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                if errno != EAGAIN { pendingInput = []; break }
                return
            }
            pendingInput.removeFirst(count)
        }
        if closesInput {
            close(input)
            input = -1
        }
    }

    private func readOutput() -> [PeerOutput] {
        guard output >= 0 else { return [] }
        var lines: [PeerOutput] = []
        while let bytes = Self.read(&output, isOver: end != nil), !bytes.isEmpty {
            outputLog.write(Data(bytes))
            lines += lineReader.lines(in: bytes).map { .line($0) }
        }
        return lines
    }

    private func readErrors() {
        while errors >= 0, let bytes = Self.read(&errors, isOver: end != nil), !bytes.isEmpty {
            errorLog.write(Data(bytes))
        }
    }

    /// The bytes there are; nil when there are none now or ever (then the descriptor is closed).
    ///
    /// - Parameter isOver: the process is known to be gone, so nothing more will come even if a child of it
    ///   still holds the pipe open.
    private static func read(_ descriptor: inout Int32, isOver: Bool) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count > 0 { return Array(buffer[..<count]) }
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EAGAIN && !isOver { return nil }
            close(descriptor)
            descriptor = -1
            return nil
        }
    }
}
