import ChatCore
import Glibc
import NIOConcurrencyHelpers

/// The chat as a component inside Wasmtime: a child process that reads commands as lines and tells events as JSON lines.
final class ComponentEngine: ChatEngine {
    private let process: pid_t
    private let input: NIOLockedValueBox<Int32>
    private let ending: NIOLockedValueBox<NodeOutcome?>
    private let finished = ConditionLock(value: false)

    /// Starts the component. Its stderr is this process's.
    ///
    /// - Parameter onEvents: Called on a thread of the engine's own.
    /// - Throws: `TerminalFailure` when it cannot be started.
    init(
        options: ChatOptions,
        onEvents: @escaping @Sendable ([ChatEvent]) -> Void
    ) throws(TerminalFailure) {
        let command = try ComponentCommand(options, isFront: true)
        var toChild: [Int32] = [-1, -1]
        var fromChild: [Int32] = [-1, -1]
        guard pipe(&toChild) == 0, pipe(&fromChild) == 0 else {
            throw TerminalFailure("no file descriptor left: \(TerminalFiles.SystemError.last.text)")
        }
        for end in [toChild[1], fromChild[0]] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, toChild[0], STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, fromChild[1], STDOUT_FILENO)
        posix_spawn_file_actions_addclose(&actions, toChild[0])
        posix_spawn_file_actions_addclose(&actions, fromChild[1])
        var pointers: [UnsafeMutablePointer<CChar>?] = command.arguments.map { strdup($0) } + [nil]
        var child: pid_t = 0
        let status = posix_spawnp(&child, command.arguments[0], &actions, nil, &pointers, environ)
        posix_spawn_file_actions_destroy(&actions)
        for pointer in pointers { free(pointer) }
        close(toChild[0])
        close(fromChild[1])
        guard status == 0 else {
            throw TerminalFailure(
                "cannot run \(command.arguments[0]): \(TerminalFiles.SystemError(number: status).text)"
            )
        }
        process = child
        input = NIOLockedValueBox(toChild[1])
        ending = NIOLockedValueBox(nil)
        let output = fromChild[0]
        Threads.start { [self] in read(output, onEvents) }
    }

    func send(_ command: ChatCommand) {
        guard let line = command.line else {
            kill(process, SIGTERM)
            return
        }
        let bytes = Array((line + "\n").utf8)
        input.withLockedValue { descriptor in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }  // the component has ended, and its end is told on its own
                rest = rest.dropFirst(count)
            }
        }
    }

    func wait() -> NodeOutcome {
        if ending.withLockedValue({ $0 }) == nil { kill(process, SIGTERM) }
        finished.lock(whenValue: true)
        finished.unlock()
        return ending.withLockedValue { $0 } ?? .finished
    }

    // MARK: - The reading thread

    private func read(_ output: Int32, _ onEvents: @escaping @Sendable ([ChatEvent]) -> Void) {
        var splitter = LineSplitter()
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var hasClosed = false
        while true {
            let count = Glibc.read(output, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            let events = splitter.append(buffer[..<count]).compactMap(Self.event)
            let isLast = events.contains { if case .closed = $0 { true } else { false } }
            if isLast { collect() }
            hasClosed = hasClosed || isLast
            onEvents(events)
        }
        close(output)
        if !hasClosed {
            collect()
            onEvents([.closed(reason: "the component has ended")])
        }
        finished.lock()
        finished.unlock(withValue: true)
    }

    /// Waits for the child's end and keeps how it ended.
    private func collect() {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        let code = (status >> 8) & 0xFF
        ending.withLockedValue { outcome in
            if signal != 0, signal != SIGTERM {
                outcome = .failed(reason: "the component was ended by signal \(signal)")
            } else if signal == 0, code != 0 {
                outcome = .failed(reason: "the component ended with status \(code)")
            } else {
                outcome = .finished
            }
        }
    }

    private static func event(_ line: LineSplitter.Line) -> ChatEvent? {
        guard case .text(let bytes) = line else {
            return .error("the component wrote a line too long to read")
        }
        do {
            return try JSONLine.decode(bytes)
        } catch {
            return .error(
                "the component wrote what is no event: \(Displayable(String(decoding: bytes, as: UTF8.self), limit: 200).text)"
            )
        }
    }
}
