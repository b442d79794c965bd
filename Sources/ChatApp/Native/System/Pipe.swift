import Glibc

/// Two descriptors: what is written to the one can be read from the other. Programs started from here inherit
/// neither.
package struct Pipe: Sendable {
    /// Readable after something was written; for `poll`.
    package let readEnd: FileDescriptor
    /// Where to write.
    package let writeEnd: FileDescriptor

    /// A new pipe.
    ///
    /// - Parameter isBlocking: false for one that wakes a loop: an empty one is not waited for, nor a full
    ///   one.
    /// - Throws: `EMFILE` or `ENFILE` when the system has no descriptor left.
    package init(isBlocking: Bool = true) throws(SystemError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .last }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            if !isBlocking { _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) }
        }
        (readEnd, writeEnd) = (FileDescriptor(ends[0]), FileDescriptor(ends[1]))
    }

    /// Closes both ends.
    package func close() {
        readEnd.close()
        writeEnd.close()
    }
}
