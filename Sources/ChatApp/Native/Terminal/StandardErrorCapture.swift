import ChatCore
import Glibc
import NativeSystem

/// Collects what is written to stderr while the screen is in use: it would tear the picture, and belongs into
/// the log pane.
final class StandardErrorCapture {
    /// Readable when something was written; for `poll`.
    let descriptor: Int32
    /// Where stderr belongs.
    let original: Int32
    private var splitter = LineSplitter()

    /// Begins to collect; nil when stderr is no terminal (nothing is torn then) or the system has no
    /// descriptor left.
    init?() {
        guard isatty(STDERR_FILENO) == 1, let pipe = try? Pipe(isBlocking: false) else { return nil }
        original = dup(STDERR_FILENO)
        _ = fcntl(original, F_SETFD, FD_CLOEXEC)
        descriptor = pipe.readEnd.number
        dup2(pipe.writeEnd.number, STDERR_FILENO)
        pipe.writeEnd.close()
    }

    /// What was written since the last time, in lines.
    func lines() -> [String] {
        var lines: [String] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return lines }
            for line in splitter.append(buffer[..<count]) {
                if case .text(let bytes) = line { lines.append(String(decoding: bytes, as: UTF8.self)) }
            }
        }
    }

    /// Gives stderr back, and what is left in the pipe to it.
    func finish() {
        dup2(original, STDERR_FILENO)
        for line in lines() { StandardStreams.printError(line) }
        close(original)
        close(descriptor)
    }
}
