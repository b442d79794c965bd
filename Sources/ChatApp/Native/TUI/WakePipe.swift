import Glibc

/// A pipe that neither blocks nor is inherited: what wakes a loop that waits in `poll`.
struct WakePipe {
    /// Readable after something was written; for `poll`.
    let readEnd: Int32
    /// Where to write.
    let writeEnd: Int32

    /// A new pipe; nil when the system has no descriptor left.
    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
        }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }
}
