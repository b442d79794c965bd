import NetWASI

/// What waits to be written to standard output or error; writing never blocks.
struct OutputBuffer {
    /// The most that is kept for a reader who does not read, in bytes. A reader that far behind is not coming
    /// back.
    static let maximumBytes = 16 * 1024 * 1024

    private let stream: OutputStream
    private var bytes: [UInt8] = []
    private var writtenBytes = 0
    private var subscription: Pollable?

    /// Whether the stream was closed by its reader, or left unread for too long. What is appended then is
    /// dropped.
    private(set) var isBroken = false

    init(_ stream: OutputStream) {
        self.stream = stream
    }

    /// Whether everything was written.
    var isEmpty: Bool { bytes.isEmpty }

    /// Adds bytes.
    mutating func append(_ more: [UInt8]) {
        guard !isBroken else { return }
        bytes += more
        if bytes.count - writtenBytes > Self.maximumBytes { breakOff() }
    }

    /// Adds a line.
    mutating func append(line: String) {
        append([UInt8]((line + "\n").utf8))
    }

    /// Writes what the host takes now.
    mutating func flush() {
        while !bytes.isEmpty {
            switch stream.write(bytes[writtenBytes...]) {
            case .written(let count):
                writtenBytes += count
                guard writtenBytes == bytes.count else { continue }
                bytes.removeAll(keepingCapacity: true)
                writtenBytes = 0
            case .busy:
                return
            case .failed:
                breakOff()
            }
        }
    }

    /// What to wait for while bytes are left.
    mutating func pollable() -> Pollable? {
        guard !bytes.isEmpty else { return nil }
        let pollable = subscription ?? stream.subscribe()
        subscription = pollable
        return pollable
    }

    private mutating func breakOff() {
        isBroken = true
        bytes = []
        writtenBytes = 0
    }
}
