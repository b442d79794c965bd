import ChatCore
import Glibc
import NIOConcurrencyHelpers

/// Carries events from the engine's thread to the terminal's, and wakes the terminal.
final class Mailbox: Sendable {
    private let pipe: WakePipe
    private let events = NIOLockedValueBox<[ChatEvent]>([])

    /// An empty box.
    ///
    /// - Throws: `TerminalFailure` when the system has no descriptor left.
    init() throws(TerminalFailure) {
        guard let pipe = WakePipe() else {
            throw TerminalFailure("no file descriptor left: \(TerminalFiles.SystemError.last.text)")
        }
        self.pipe = pipe
    }

    deinit {
        close(pipe.readEnd)
        close(pipe.writeEnd)
    }

    /// Readable when there is something in the box; for `poll`.
    var descriptor: Int32 { pipe.readEnd }

    /// Puts events in.
    func put(_ new: [ChatEvent]) {
        guard !new.isEmpty else { return }
        let wasEmpty = events.withLockedValue { box in
            defer { box.append(contentsOf: new) }
            return box.isEmpty
        }
        guard wasEmpty else { return }
        var one: UInt8 = 1
        _ = write(pipe.writeEnd, &one, 1)
    }

    /// Takes everything out.
    func take() -> [ChatEvent] {
        var bytes = [UInt8](repeating: 0, count: 64)
        _ = read(descriptor, &bytes, bytes.count)
        return events.withLockedValue { box in
            defer { box = [] }
            return box
        }
    }
}

/// Why the terminal cannot run, in one line.
struct TerminalFailure: Error {
    let message: String

    init(_ message: String) { self.message = message }
}
