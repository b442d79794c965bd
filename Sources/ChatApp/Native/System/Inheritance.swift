import Glibc

/// What a process inherits from whoever starts it, and must not trust.
package enum Inheritance {
    /// Makes the start the same whoever starts the program. Call it first of all, before any file is opened
    /// or thread made.
    ///
    /// Signals that were ignored on purpose, as `nohup` does it, stay so: see `isIgnored`.
    package static func normalize() {
        openStandardStreams()
        // What is made here is the user's alone; a stricter mask would lock the user out as well.
        umask(0o077)
        // A blocked signal would be a program that nothing ends.
        var none = sigset_t()
        sigemptyset(&none)
        sigprocmask(SIG_SETMASK, &none, nil)
        // Ignored, this one makes the system throw away how a child has ended.
        signal(SIGCHLD, SIG_DFL)
        // These are told by the call that failed: nobody reads, or the file may not grow.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }

    /// Whether a signal is ignored in this process. Before any handler is set, whoever has started the
    /// program wanted that.
    package static func isIgnored(_ signal: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(signal, nil, &action) == 0 else { return false }
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    }

    /// A closed standard stream is a number that the next opened file would get: the key would be read as
    /// typed lines, or events written into it. What stands in for it can be read to its end at once, and not
    /// written.
    private static func openStandardStreams() {
        for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) < 0 {
            // The lowest number that is free is this one.
            _ = open("/dev/null", number == STDERR_FILENO ? O_WRONLY : O_RDONLY)
        }
    }
}
