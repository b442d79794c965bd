/// What a program has beside the network: its command line, its output and its end.
public final class ProgramConsole {
    /// The command line, without the program's own name.
    public let arguments: [String]
    /// The time of day at the start: nanoseconds since 1970.
    public let unixNanoseconds: UInt64
    /// How the program ends, once it has said so.
    public private(set) var exitStatus: Int32?

    private var lines: [String] = []

    /// How long the end waits for connections to close: 2 seconds.
    public static var longestEnd: Interval { .seconds(2) }

    /// A console that nothing was written to.
    public init(arguments: [String], unixNanoseconds: UInt64) {
        self.arguments = arguments
        self.unixNanoseconds = unixNanoseconds
    }

    /// Prints a line. Text from peers may hold what a terminal obeys: make it printable before.
    public func write(_ line: String) {
        lines.append(line)
    }

    /// Ends the program, with this status, when what was sent is out and the connections are closed, at most
    /// 2 seconds later. The first call counts.
    public func finish(status: Int32 = 0) {
        if exitStatus == nil { exitStatus = status }
    }

    /// Prints `error: ` and the reason, and ends the program with status 1, or the one given.
    public func fail(_ reason: String, status: Int32 = 1) {
        guard exitStatus == nil else { return }
        write("error: " + reason)
        finish(status: status)
    }

    /// Takes the lines to be printed; for the runtime.
    public func takeLines() -> [String] {
        defer { lines = [] }
        return lines
    }
}
