import Glibc

/// An open file, pipe or terminal.
///
/// It is the number that the system gave out: whoever opened it closes it. What a process inherits may have
/// been made non-blocking by somebody else, and signals interrupt calls: reading and writing here wait and go
/// on all the same.
package struct FileDescriptor: Equatable, Sendable {
    package let number: Int32

    package static let standardInput = FileDescriptor(STDIN_FILENO)
    package static let standardOutput = FileDescriptor(STDOUT_FILENO)
    package static let standardError = FileDescriptor(STDERR_FILENO)

    package init(_ number: Int32) {
        self.number = number
    }

    /// Opens a file. Programs started from here do not inherit it.
    ///
    /// - Parameters:
    ///   - flags: `O_RDONLY` and its like.
    ///   - permissions: those of a new file.
    package static func open(
        _ path: String,
        _ flags: Int32,
        permissions: UInt32 = 0o600
    ) throws(SystemError) -> FileDescriptor {
        while true {
            let number = Glibc.open(path, flags | O_CLOEXEC, permissions)
            if number >= 0 { return FileDescriptor(number) }
            guard errno == EINTR else { throw .last }
        }
    }

    /// Gives the descriptor back. What was written may still be on its way to the disk; see `synchronize`.
    package func close() {
        Glibc.close(number)
    }

    // MARK: - Reading and writing

    /// Reads what is there, up to the length of the buffer; waits for the first byte.
    ///
    /// - Returns: how many bytes were read; 0 at the end.
    package func read(into buffer: inout [UInt8]) throws(SystemError) -> Int {
        while true {
            let count = Glibc.read(number, &buffer, buffer.count)
            if count >= 0 { return count }
            try waitAfterFailure(for: POLLIN)
        }
    }

    /// Reads to the end.
    ///
    /// - Parameter limit: the most bytes that are read; what follows stays where it is.
    package func readAll(limit: Int) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: min(limit, 65_536))
        while bytes.count < limit {
            buffer.removeLast(max(0, buffer.count - (limit - bytes.count)))
            let count = try read(into: &buffer)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return bytes
    }

    /// Writes all bytes; waits where the reader is slow.
    package func writeAll(_ bytes: [UInt8]) throws(SystemError) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
            if count > 0 {
                written += count
            } else if count == 0 {
                throw SystemError(EIO)
            } else {
                try waitAfterFailure(for: POLLOUT)
            }
        }
    }

    /// Makes calls wait, for code that does not expect anything else. The flag is that of the open file:
    /// everybody who has it open by inheritance sees the change.
    package func makeBlocking() {
        let flags = fcntl(number, F_GETFL)
        if flags >= 0, flags & O_NONBLOCK != 0 { _ = fcntl(number, F_SETFL, flags & ~O_NONBLOCK) }
    }

    /// Returns when the call that has just failed can be made again.
    private func waitAfterFailure(for event: Int32) throws(SystemError) {
        switch errno {
        case EINTR: return
        case EAGAIN:
            var waiting = pollfd(fd: number, events: Int16(event), revents: 0)
            poll(&waiting, 1, -1)
        default: throw .last
        }
    }

    // MARK: - Files

    /// Waits until what was written is on the disk. A file system that knows no such thing has done what it
    /// can.
    package func synchronize() throws(SystemError) {
        while fsync(number) != 0 {
            switch errno {
            case EINTR: continue
            case EINVAL, ENOSYS, EOPNOTSUPP: return
            default: throw .last
            }
        }
    }

    /// What the system knows about the file.
    package func status() throws(SystemError) -> FileStatus {
        var status = stat()
        guard fstat(number, &status) == 0 else { throw .last }
        return FileStatus(status)
    }
}
