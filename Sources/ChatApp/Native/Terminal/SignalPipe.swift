import Glibc
import NativeSystem

/// Signals as bytes in a pipe, so that the loop meets them where it meets everything else.
enum SignalPipe {
    nonisolated(unsafe) private static var writeEnd: Int32 = -1

    /// The signals that are collected.
    private static let signals = [SIGWINCH, SIGTERM, SIGCONT]
    /// Those that are collected unless they were ignored at the start: somebody wants the program to go on,
    /// or nobody is there to continue it once it has stopped.
    private static let ignorableSignals = [SIGHUP, SIGINT, SIGTSTP]

    /// Whether the program may stop: a shell with job control is there to continue it. Only after `open`.
    static var canStop: Bool { !Inheritance.isIgnored(SIGTSTP) }

    /// Begins to collect.
    ///
    /// - Returns: the descriptor to read the signals' numbers from; nil when the system has none to give.
    static func open() -> Int32? {
        guard let pipe = try? Pipe(isBlocking: false) else { return nil }
        writeEnd = pipe.writeEnd.number
        for signal in signals + ignorableSignals.filter({ !Inheritance.isIgnored($0) }) { collect(signal) }
        return pipe.readEnd.number
    }

    /// Stops this process and those that it has started, until somebody continues them.
    static func stop() {
        signal(SIGTSTP, SIG_DFL)
        kill(0, SIGTSTP)
        collect(SIGTSTP)
    }

    private static func collect(_ signal: Int32) {
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
