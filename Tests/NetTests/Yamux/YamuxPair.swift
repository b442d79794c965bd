@testable import Net

/// Two muxers and the wire between them, on a virtual clock.
struct YamuxPair {
    /// What is under way, and when it arrives.
    private struct Segment {
        var bytes: ArraySlice<UInt8>
        var arrival: Instant
    }

    var client: YamuxConnection
    var server: YamuxConnection
    var now = Instant.origin
    /// One way.
    var delay: Interval
    /// The most bytes handed to a muxer at once.
    var chunkBytes: Int
    /// The most bytes that a muxer writes before the other end reads.
    var turnBytes = 65_536
    private var toServer: [Segment] = []
    private var toClient: [Segment] = []

    init(
        client: YamuxConfiguration = YamuxConfiguration(),
        server: YamuxConfiguration = YamuxConfiguration(),
        delay: Interval = .zero,
        chunkBytes: Int = .max
    ) {
        self.client = YamuxConnection(role: .client, configuration: client, now: .origin)
        self.server = YamuxConnection(role: .server, configuration: server, now: .origin)
        self.delay = delay
        self.chunkBytes = chunkBytes
    }

    var isIdle: Bool { toServer.isEmpty && toClient.isEmpty }

    /// Sends what is ready, moves the clock to the next arrival, and delivers it. False when nothing
    /// happened.
    mutating func step() throws(YamuxError) -> Bool {
        try deliverTimeouts()
        send()
        guard let next = [toServer.first?.arrival, toClient.first?.arrival].compactMap({ $0 }).min() else {
            return false
        }
        now = max(now, next)
        while let segment = toServer.first, segment.arrival <= now {
            toServer.removeFirst()
            try deliver(segment.bytes, to: &server)
        }
        while let segment = toClient.first, segment.arrival <= now {
            toClient.removeFirst()
            try deliver(segment.bytes, to: &client)
        }
        return true
    }

    /// Steps until nothing is under way.
    mutating func settle() throws(YamuxError) {
        var steps = 0
        while try step() {
            steps += 1
            precondition(steps < 1_000_000, "the pair never settles")
        }
    }

    private mutating func deliverTimeouts() throws(YamuxError) {
        if let deadline = client.nextDeadline, deadline <= now { try client.handleTimeout(now: now) }
        if let deadline = server.nextDeadline, deadline <= now { try server.handleTimeout(now: now) }
    }

    private mutating func send() {
        var bytes: [UInt8] = []
        _ = client.writeFrames(into: &bytes, limit: turnBytes)
        if !bytes.isEmpty { toServer.append(Segment(bytes: bytes[...], arrival: now + delay)) }
        bytes = []
        _ = server.writeFrames(into: &bytes, limit: turnBytes)
        if !bytes.isEmpty { toClient.append(Segment(bytes: bytes[...], arrival: now + delay)) }
    }

    private func deliver(_ bytes: ArraySlice<UInt8>, to end: inout YamuxConnection) throws(YamuxError) {
        var rest = bytes
        while !rest.isEmpty {
            let chunk = rest.prefix(chunkBytes)
            rest = rest.dropFirst(chunk.count)
            try end.receive(chunk, now: now)
        }
    }
}
