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
        return ProcessEnd(waitStatus: status)
    }

    /// How somebody else's child ended that its parent has not collected yet; nil while it runs, and when it
    /// is gone for good. A tmux that is told of two ends in one moment has been seen to leave the second
    /// uncollected for ten seconds.
    static func uncollected(_ identifier: pid_t) -> ProcessEnd? {
        guard let text = try? String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8),
            let name = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: name)...].split(whereSeparator: \.isWhitespace)
        guard fields.first == "Z", let status = fields.last.flatMap({ Int32($0) }) else { return nil }
        return ProcessEnd(waitStatus: status)
    }

    private init(waitStatus status: Int32) {
        let signal = status & 0x7F
        self = signal == 0 ? .exit((status >> 8) & 0xFF) : .signal(signal)
    }
}
