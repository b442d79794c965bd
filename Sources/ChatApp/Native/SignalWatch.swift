import Glibc

/// Waits for the signals that ask the program to end.
enum SignalWatch {
    /// Blocks SIGINT, SIGTERM and SIGHUP in this thread and all that it makes, and waits for them in a thread of its own. Call it
    /// before any other thread exists.
    ///
    /// - Parameter onSignal: Called for the first signal. The second ends the process at once, with the status of a
    ///   program that the signal killed.
    static func start(onSignal: @escaping @Sendable () -> Void) {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let watched = signals
        Threads.start {
            var signals = watched
            var number: Int32 = 0
            guard sigwait(&signals, &number) == 0 else { return }
            onSignal()
            guard sigwait(&signals, &number) == 0 else { return }
            _exit(128 + number)
        }
    }
}
