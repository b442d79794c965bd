import Glibc
import NativeSystem

/// Gives the terminal back when the program is about to die: on a trap, or a signal that nobody expected.
///
/// Everything that the handler needs is prepared before; in the handler only system calls that are safe there
/// are made.
enum TerminalRescue {
    private static let deadlySignals = [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGQUIT, SIGSYS]

    /// What the handler works with; written while no handler is installed, read by the handler only.
    private struct Prepared {
        var modes = termios()
        var sequence: UnsafeMutablePointer<UInt8>?
        var sequenceCount = 0
        var messagePipe: Int32 = -1
        var messageOutput: Int32 = -1
        var isArmed = false
    }

    nonisolated(unsafe) private static var prepared = Prepared()

    /// Prepares for the worst. `modes` are the terminal's own, from before anything was changed.
    ///
    /// - Parameters:
    ///   - sequence: what ends the modes that the program has turned on.
    ///   - messages: where stderr is collected, and where it belongs; what is in the pipe when the program
    ///     dies is the reason.
    static func arm(modes: termios, sequence: String, messages: (pipe: Int32, output: Int32)?) {
        disarm()
        let sequence = Array(sequence.utf8)
        let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: sequence.count)
        copy.initialize(from: sequence, count: sequence.count)
        prepared.sequence?.deallocate()
        prepared = Prepared(
            modes: modes,
            sequence: copy,
            sequenceCount: sequence.count,
            messagePipe: messages?.pipe ?? -1,
            messageOutput: messages?.output ?? -1,
            isArmed: true
        )
        for signal in deadlySignals where !Inheritance.isIgnored(signal) {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { TerminalRescue.rescue($0) }
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND)) | SA_NODEFER
            sigaction(signal, &action, nil)
        }
    }

    /// The terminal is its own again; nothing is to be rescued.
    static func disarm() {
        prepared.isArmed = false
    }

    /// Runs in the signal handler.
    private static func rescue(_ signal: Int32) {
        if prepared.isArmed {
            prepared.isArmed = false
            _ = write(STDOUT_FILENO, prepared.sequence, prepared.sequenceCount)
            tcsetattr(STDIN_FILENO, TCSANOW, &prepared.modes)
            if prepared.messagePipe >= 0 {
                withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 1) { buffer in
                    while true {
                        let count = read(prepared.messagePipe, buffer.baseAddress, buffer.count)
                        guard count > 0 else { break }
                        _ = write(prepared.messageOutput, buffer.baseAddress, count)
                    }
                }
            }
        }
        raise(signal)
    }
}
