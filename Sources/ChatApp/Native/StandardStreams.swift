import Glibc

/// Writing to file descriptors, whole.
enum StandardStreams {
    /// Prints a text and a line break on stdout. Returns false where it cannot be written.
    static func printOut(_ text: String) -> Bool {
        write(Array(text.utf8) + [UInt8(ascii: "\n")], to: STDOUT_FILENO)
    }

    /// Prints a line on stderr, where it is lost if nobody reads it.
    static func printError(_ line: String) {
        _ = write(Array(line.utf8) + [UInt8(ascii: "\n")], to: STDERR_FILENO)
    }

    /// Writes all bytes, waiting where the reader is slow. Returns false where it cannot be written.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = Glibc.write(
                    descriptor,
                    UnsafeRawBufferPointer(rebasing: rest).baseAddress,
                    rest.count
                )
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if errno == EAGAIN {
                    // Somebody made it non-blocking: wait until it takes more.
                    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&waiting, 1, -1)
                } else if errno != EINTR {
                    return false
                }
            }
            return true
        }
    }
}
