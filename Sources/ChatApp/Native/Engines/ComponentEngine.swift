import ChatCore
import Glibc
import NIOConcurrencyHelpers
import NativeSystem

/// The chat as a component inside Wasmtime: a child process that reads commands as lines and tells events as
/// JSON lines.
final class ComponentEngine: ChatEngine {
    private let process: ChildProcess
    private let listensEverywhere: Bool
    /// Whether the component still reads; the lock keeps lines whole.
    private let isReading = NIOLockedValueBox(true)
    private let ending = NIOLockedValueBox<NodeOutcome?>(nil)
    private let finished = ConditionLock(value: false)

    /// The longest event that is read, in bytes. A control character of a text takes six bytes of JSON, and a
    /// look into gossip lists a thousand peers; an event has no other limit.
    private static let maximumEventBytes = 16 << 20

    /// Starts the component. Its stderr is this process's.
    ///
    /// - Parameter onEvents: Called on a thread of the engine's own.
    /// - Throws: `TerminalFailure` when it cannot be started.
    init(
        _ command: ComponentCommand,
        onEvents: @escaping @Sendable ([ChatEvent]) -> Void
    ) throws(TerminalFailure) {
        process = try command.start()
        listensEverywhere = command.listensEverywhere
        Threads.start { [self] in read(onEvents) }
    }

    var canStartAgain: Bool { true }

    func send(_ command: ChatCommand) {
        guard let line = command.line else { return process.signal(SIGTERM) }
        isReading.withLockedValue { isReading in
            guard isReading else { return }
            do throws(SystemError) {
                try process.input.writeAll(Array((line + "\n").utf8))
            } catch {
                isReading = false  // the component has ended, and its end is told on its own
            }
        }
    }

    func wait() -> NodeOutcome {
        if ending.withLockedValue({ $0 }) == nil { process.signal(SIGTERM) }
        finished.lock(whenValue: true)
        finished.unlock()
        return ending.withLockedValue { $0 } ?? .finished
    }

    // MARK: - The reading thread

    private func read(_ onEvents: @escaping @Sendable ([ChatEvent]) -> Void) {
        var splitter = LineSplitter(limit: Self.maximumEventBytes)
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var hasClosed = false
        while let count = try? process.output.read(into: &buffer), count > 0 {
            let events = splitter.append(buffer[..<count]).compactMap(Self.event).flatMap(expand)
            let isLast = events.contains { if case .closed = $0 { true } else { false } }
            if isLast { collect() }
            hasClosed = hasClosed || isLast
            onEvents(events)
        }
        process.output.close()
        if !hasClosed {
            collect()
            onEvents([.closed(reason: "the component has ended")])
        }
        finished.lock()
        finished.unlock(withValue: true)
    }

    /// An event as it is, or one for each address of this machine.
    private func expand(_ event: ChatEvent) -> [ChatEvent] {
        guard listensEverywhere, case .listening(let address) = event else { return [event] }
        return HostAddresses.expand(address).map { .listening(address: $0) }
    }

    /// Waits for the child's end and keeps how it ended.
    private func collect() {
        let outcome: NodeOutcome
        switch process.wait() {
        case .exited(status: 0), .killed(signal: SIGTERM): outcome = .finished
        case .exited(let status): outcome = .failed(reason: "the component ended with status \(status)")
        case .killed(let signal): outcome = .failed(reason: "the component was ended by signal \(signal)")
        case .unknown: outcome = .failed(reason: "nobody knows how the component ended")
        }
        ending.withLockedValue { $0 = outcome }
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
