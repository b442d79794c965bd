import Glibc
import NativeSystem

/// Waits for the signals that ask the program to end: SIGTERM, and SIGINT and SIGHUP where they were not
/// ignored at the start.
enum SignalWatch {
    private static var watched: sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        // `nohup` and shells without job control ignore these two to keep a program alive.
        for number in [SIGINT, SIGHUP] where !Inheritance.isIgnored(number) { sigaddset(&signals, number) }
        return signals
    }

    /// Blocks the signals in this thread and all that it makes. Call it before any other thread exists.
    static func block() {
        var signals = watched
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    /// Waits for the blocked signals in a thread of its own.
    ///
    /// - Parameter onSignal: Called for the first signal. The second ends the process at once, with the
    ///   status of a program that the signal killed.
    static func start(onSignal: @escaping @Sendable () -> Void) {
        Threads.start {
            var signals = Self.watched
            var number: Int32 = 0
            guard sigwait(&signals, &number) == 0 else { return }
            onSignal()
            guard sigwait(&signals, &number) == 0 else { return }
            _exit(128 + number)
        }
    }
}
