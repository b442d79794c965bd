import Glibc

/// What a system call failed with.
package struct SystemError: Error, Equatable {
    /// The error number: `ENOENT` and its like.
    package let number: Int32

    package init(_ number: Int32) {
        self.number = number
    }

    /// Of the call that has just failed.
    package static var last: SystemError { SystemError(errno) }

    /// The system's words for it.
    package var text: String { strerror(number).map { String(cString: $0) } ?? "error \(number)" }
}
