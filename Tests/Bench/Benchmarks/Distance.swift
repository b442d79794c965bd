import Net

/// P7 and P8: what distance costs, behind a proxy that adds 30 ms each way.
enum Distance {
    private static let oneWayMilliseconds = 30.0
    private static let roundTrip = 2 * oneWayMilliseconds / 1_000

    /// P7: round trips from the dial to the first byte of a response.
    static func roundTrips() throws -> [BenchmarkResult] {
        try withDistantPeer { address in
            let samples = try (0..<7).map { index in
                let client = try BenchPeer(number: 100 + UInt32(index))
                defer { client.end() }
                let start = Clock.seconds
                try client.connect(to: address)
                let task = try client.run(PerfTask(upload: 0, download: 1))
                guard let firstByte = task.firstByte else { throw BenchmarkError("no byte came") }
                // TCP's own handshake ends at the proxy: over a real distance it is one round trip more.
                return (firstByte - start) / roundTrip + 1
            }
            return [
                BenchmarkResult(
                    "P7",
                    "round trips, dial to first response byte",
                    samples: samples,
                    unit: "round trips",
                    gate: 4.2,
                    aim: 3.0,
                    isLowerBetter: true
                )
            ]
        }
    }

    /// P8: one stream against the most that a 16 MiB window allows over 60 ms.
    static func windowGrowth() throws -> [BenchmarkResult] {
        let limit = Double(16 << 20) / roundTrip
        let seconds = 20.0
        return try withDistantPeer { address in
            let client = try BenchPeer(number: 200)
            defer { client.end() }
            try client.connect(to: address)
            let task = try client.run(TimedDownload(seconds: seconds))
            let reached = task.timeline.first { $0.rate >= 0.9 * limit }?.time
            return [
                BenchmarkResult(
                    "P8",
                    "one stream over 60 ms / 16 MiB per round trip",
                    samples: [Double(task.received) / seconds / limit],
                    unit: "ratio",
                    gate: 0.5,
                    aim: 0.9,
                    details: [
                        "Mbit/s": Double(task.received) * 8 / seconds / 1e6,
                        "seconds to 90 %": reached ?? .infinity,
                        "best half second / limit": (task.timeline.map(\.rate).max() ?? 0) / limit,
                    ]
                )
            ]
        }
    }

    private static func withDistantPeer<Value>(_ body: (Multiaddr) throws -> Value) throws -> Value {
        let server = try Child.role("--serve", "peer")
        defer { server.end() }
        let address = try Multiaddr(text: try server.readLine())
        guard let port = address.tcpEndpoint?.port, let peer = address.peerID else {
            throw BenchmarkError("the server told no address")
        }
        let proxy = try Child.role(
            "--serve",
            "delay-proxy",
            "--target",
            "\(port)",
            "--delay",
            "\(oneWayMilliseconds)"
        )
        defer { proxy.end() }
        let near = try Multiaddr(text: "/ip4/127.0.0.1/tcp/\(try proxy.readLine())/p2p/\(peer.description)")
        return try body(near)
    }
}

/// Downloads for a time and notes the rate of every half second.
struct TimedDownload: StreamTask {
    let protocolName = "/perf/1.0.0"
    private let seconds: Double
    private var isAsked = false
    private var start = 0.0
    private var mark = 0.0
    private var markedBytes = 0
    private var buffer: [UInt8] = []
    private(set) var received = 0
    private(set) var timeline: [(time: Double, rate: Double)] = []

    init(seconds: Double) { self.seconds = seconds }

    mutating func advance(_ swarm: inout Swarm, _ stream: StreamID, now: Instant) throws(StreamError) -> Bool
    {
        if !isAsked {
            isAsked = true
            start = Clock.seconds
            mark = start
            let everything = [UInt8](repeating: 0xff, count: 8)
            _ = try swarm.write(everything[...], to: stream, now: now)
            swarm.closeWrite(stream, now: now)
        }
        while true {
            buffer.removeAll(keepingCapacity: true)
            let count = try swarm.read(stream, maximum: .max, into: &buffer, now: now)
            guard count > 0 else { break }
            received += count
        }
        let time = Clock.seconds
        if time - mark >= 0.5 {
            timeline.append((time - start, Double(received - markedBytes) / (time - mark)))
            mark = time
            markedBytes = received
        }
        return time - start >= seconds
    }

    mutating func receiveEnd() -> Bool { false }
}
