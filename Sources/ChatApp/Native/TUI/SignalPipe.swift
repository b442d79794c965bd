import Glibc
import NativeSystem

/// Signals as bytes in a pipe, so that the loop meets them where it meets everything else.
enum SignalPipe {
    nonisolated(unsafe) private static var writeEnd: Int32 = -1

    /// The signals that are collected.
    static let signals = [SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT]

    /// Begins to collect.
    ///
    /// - Returns: the descriptor to read the signals' numbers from; nil when the system has none to give.
    static func open() -> Int32? {
        guard let pipe = try? Pipe(isBlocking: false) else { return nil }
        writeEnd = pipe.writeEnd.number
        for signal in signals { collect(signal) }
        return pipe.readEnd.number
    }

    /// Collects a signal, also again after its default was in force.
    static func collect(_ signal: Int32) {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { number in
            let saved = errno
            var byte = UInt8(truncatingIfNeeded: number)
            _ = write(SignalPipe.writeEnd, &byte, 1)
            errno = saved
        }
        action.sa_flags = Int32(SA_RESTART)
        sigaction(signal, &action, nil)
    }
}
