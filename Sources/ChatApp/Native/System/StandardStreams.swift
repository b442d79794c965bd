import Glibc

/// The output and error streams of the program.
package enum StandardStreams {
    /// Prints a text and a line feed on stdout.
    package static func printOut(_ text: String) throws(SystemError) {
        try FileDescriptor.standardOutput.writeAll(Array(text.utf8) + [UInt8(ascii: "\n")])
    }

    /// Prints a line on stderr, where it is lost if nobody reads it.
    package static func printError(_ line: String) {
        try? FileDescriptor.standardError.writeAll(Array(line.utf8) + [UInt8(ascii: "\n")])
    }
}
