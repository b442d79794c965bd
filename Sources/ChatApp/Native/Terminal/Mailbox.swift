import ChatTerminal
import Glibc
import NIOConcurrencyHelpers
import NativeSystem

/// Carries what other threads have to tell to the terminal's, and wakes it.
final class Mailbox: Sendable {
    private let pipe: Pipe
    private let inputs = NIOLockedValueBox<[TerminalInput]>([])

    /// An empty box.
    ///
    /// - Throws: `TerminalFailure` when the system has no descriptor left.
    init() throws(TerminalFailure) {
        do throws(SystemError) {
            pipe = try Pipe(isBlocking: false)
        } catch {
            throw TerminalFailure("no file descriptor left: \(error.text)")
        }
    }

    deinit {
        pipe.close()
    }

    /// Readable when there is something in the box; for `poll`.
    var descriptor: Int32 { pipe.readEnd.number }

    /// Puts inputs in.
    func put(_ new: [TerminalInput]) {
        guard !new.isEmpty else { return }
        let wasEmpty = inputs.withLockedValue { box in
            defer { box.append(contentsOf: new) }
            return box.isEmpty
        }
        guard wasEmpty else { return }
        var one: UInt8 = 1
        _ = write(pipe.writeEnd.number, &one, 1)
    }

    /// Takes everything out.
    func take() -> [TerminalInput] {
        var bytes = [UInt8](repeating: 0, count: 64)
        _ = read(descriptor, &bytes, bytes.count)
        return inputs.withLockedValue { box in
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
