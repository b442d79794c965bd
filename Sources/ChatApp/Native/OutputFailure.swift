import ChatCore
import Glibc
import NativeSystem

/// That the output takes no more: its reader has gone, which is one way to end the program, or something is
/// wrong with it.
struct OutputFailure {
    private let error: SystemError

    init(_ error: SystemError) {
        self.error = error
    }

    /// The status to end with; what is wrong is said on stderr.
    var exitStatus: Int32 {
        guard error.number != EPIPE else { return ExitStatus.success }
        StandardStreams.printError("hearsay: cannot write to the standard output: " + error.text)
        return ExitStatus.failure
    }
}
