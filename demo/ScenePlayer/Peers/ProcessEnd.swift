import Foundation

/// How a process ended.
enum ProcessEnd: Hashable, CustomStringConvertible {
    case exit(Int32)
    case signal(Int32)

    var description: String {
        switch self {
        case .exit(let status): return "exit status \(status)"
        case .signal(SIGKILL): return "killed (signal 9)"
        case .signal(let number): return "ended by signal \(number) (\(String(cString: strsignal(number))))"
        }
    }

    /// Nil while it runs.
    static func collect(_ identifier: pid_t) -> ProcessEnd? {
        var status: Int32 = 0
        guard waitpid(identifier, &status, WNOHANG) == identifier else { return nil }
        let signal = status & 0x7F
        return signal == 0 ? .exit((status >> 8) & 0xFF) : .signal(signal)
    }
}
