/// Cuts a stream of bytes into lines, for the standard input of both builds.
///
/// A line ends at a line feed; a carriage return before it belongs to the ending. What follows the last line
/// feed is a line too, once the input has ended. A line longer than the limit is counted, not kept, so that
/// no input can fill the memory.
public struct LineSplitter {
    /// The longest line that is kept, in bytes: the longest text with the longest command before it fits.
    public static let maximumBytes = 65_536

    /// One line of the input.
    public enum Line: Equatable, Sendable {
        /// Its bytes, without the ending.
        case text([UInt8])
        /// It was longer than the limit; how many bytes it had.
        case tooLong(byteCount: Int)
    }

    private let limit: Int
    private var current: [UInt8] = []
    private var currentCount = 0
    private var hasContent = false

    /// A splitter at the beginning of a stream.
    ///
    /// - Parameter limit: The longest line that is kept, in bytes.
    public init(limit: Int = LineSplitter.maximumBytes) {
        self.limit = limit
    }

    /// Takes the next bytes and returns the lines that they complete.
    public mutating func append(_ bytes: ArraySlice<UInt8>) -> [Line] {
        var lines: [Line] = []
        var rest = bytes
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            keep(rest[..<end])
            lines.append(takeLine())
            rest = rest[(end + 1)...]
        }
        keep(rest)
        return lines
    }

    /// Ends the stream and returns the unfinished last line, if there is one.
    public mutating func finish() -> Line? {
        hasContent ? takeLine() : nil
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        guard !bytes.isEmpty else { return }
        hasContent = true
        currentCount += bytes.count
        // One byte more than the limit, for the carriage return that may end the line.
        current.append(contentsOf: bytes.prefix(limit + 1 - current.count))
    }

    private mutating func takeLine() -> Line {
        defer {
            current.removeAll(keepingCapacity: true)
            currentCount = 0
            hasContent = false
        }
        if currentCount == current.count, current.last == UInt8(ascii: "\r") {
            current.removeLast()
            currentCount -= 1
        }
        return currentCount <= limit ? .text(current) : .tooLong(byteCount: currentCount)
    }
}
