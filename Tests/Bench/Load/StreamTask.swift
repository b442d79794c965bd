import Net

/// Something done on one stream of a connection; it is fed the stream's events.
protocol StreamTask: Sendable {
    /// The protocol of the stream.
    var protocolName: String { get }
    /// Does what can be done now; true when it is done.
    mutating func advance(_ swarm: inout Swarm, _ stream: StreamID, now: Instant) throws(StreamError) -> Bool
    /// The peer has closed its side; true when that is the end.
    mutating func receiveEnd() -> Bool
}

/// One exchange of `/perf/1.0.0`.
struct PerfTask: StreamTask {
    let protocolName = "/perf/1.0.0"
    private var head: [UInt8]
    private var upload: Int
    private var download: Int
    private var isClosed = false
    private let block = [UInt8](repeating: 0, count: RawTCP.blockBytes)
    private var buffer: [UInt8] = []
    /// When the first byte came.
    private(set) var firstByte: Double?

    init(upload: Int, download: Int) {
        head = (0..<8).map { UInt8(truncatingIfNeeded: download >> (56 - 8 * $0)) }
        self.upload = upload
        self.download = download
    }

    mutating func advance(_ swarm: inout Swarm, _ stream: StreamID, now: Instant) throws(StreamError) -> Bool
    {
        while !isClosed {
            if !head.isEmpty {
                head.removeFirst(try swarm.write(head[...], to: stream, now: now))
            } else if upload > 0 {
                let count = try swarm.write(block.prefix(upload), to: stream, now: now)
                upload -= count
                if count == 0 { break }
            } else {
                isClosed = true
                swarm.closeWrite(stream, now: now)
            }
        }
        while true {
            buffer.removeAll(keepingCapacity: true)
            let count = try swarm.read(stream, maximum: .max, into: &buffer, now: now)
            guard count > 0 else { return false }
            if firstByte == nil { firstByte = Clock.seconds }
            download -= count
        }
    }

    mutating func receiveEnd() -> Bool { download == 0 }
}

/// Small messages there and back, one at a time.
struct PingPongTask: StreamTask {
    static let name = "/hearsay-bench/echo/1.0.0"
    let protocolName = PingPongTask.name
    private let message: [UInt8]
    private var rounds: Int
    private var missing = 0
    private var buffer: [UInt8] = []

    init(rounds: Int, bytes: Int) {
        message = [UInt8](repeating: 1, count: bytes)
        self.rounds = rounds
    }

    mutating func advance(_ swarm: inout Swarm, _ stream: StreamID, now: Instant) throws(StreamError) -> Bool
    {
        if missing > 0 {
            buffer.removeAll(keepingCapacity: true)
            missing -= try swarm.read(stream, maximum: .max, into: &buffer, now: now)
        }
        guard missing == 0 else { return false }
        guard rounds > 0 else { return true }
        rounds -= 1
        missing = try swarm.write(message[...], to: stream, now: now)
        return false
    }

    mutating func receiveEnd() -> Bool { false }
}
