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

    /// Whether the host may still hold bytes that the kernel has not taken, or will not.
    private var isUnconfirmed = false

    /// Why the stream takes no more; what is appended then is dropped.
    private(set) var end: End?

    /// Why a stream takes no more.
    enum End {
        /// Nobody reads: the reader has closed it, or left it unread for too long.
        case unread
        /// Something is wrong with it: a full disk, say.
        case failed
    }

    init(_ stream: OutputStream) {
        self.stream = stream
    }

    /// Whether everything was handed to the host.
    var isEmpty: Bool { bytes.isEmpty }

    /// Adds bytes.
    mutating func append(_ more: [UInt8]) {
        guard end == nil else { return }
        bytes += more
        if bytes.count - writtenBytes > Self.maximumBytes { breakOff(.unread) }
    }

    /// Adds a line.
    mutating func append(line: String) {
        append([UInt8]((line + "\n").utf8))
    }

    /// Writes what the host takes now, and looks whether the kernel took what was written before.
    mutating func flush() {
        while !bytes.isEmpty || isUnconfirmed {
            switch bytes.isEmpty ? stream.permit() : stream.write(bytes[writtenBytes...]) {
            case .written(let count):
                isUnconfirmed = !bytes.isEmpty
                guard isUnconfirmed else { return }
                writtenBytes += count
                guard writtenBytes == bytes.count else { continue }
                bytes.removeAll(keepingCapacity: true)
                writtenBytes = 0
            case .busy:
                return
            case .failed(let failure):
                breakOff(failure == .other ? .failed : .unread)
            }
        }
    }

    /// What to wait for until the kernel has every byte.
    mutating func pollable() -> Pollable? {
        guard !bytes.isEmpty || isUnconfirmed else { return nil }
        let pollable = subscription ?? stream.subscribe()
        subscription = pollable
        return pollable
    }

    private mutating func breakOff(_ end: End) {
        self.end = end
        isUnconfirmed = false
        bytes = []
        writtenBytes = 0
    }
}
