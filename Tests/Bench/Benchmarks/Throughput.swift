import Net

/// P1 and P1w: the secure channel against raw TCP, each with its server in another process.
struct Throughput {
    /// Bytes per measurement.
    private static let byteCount = 256 << 20

    /// P1: native to native, up and down.
    static func native() throws -> [BenchmarkResult] {
        let server = try Child.role("--serve", "peer")
        defer { server.end() }
        let address = try Multiaddr(text: try server.readLine())
        return [
            try measure(
                "P1",
                "secure channel, upload / raw TCP",
                server,
                address,
                gate: 0.25,
                aim: 0.36,
                isUpload: true
            ),
            try measure(
                "P1",
                "secure channel, download / raw TCP",
                server,
                address,
                gate: 0.25,
                aim: 0.36,
                isUpload: false
            ),
        ]
    }

    /// P1w: the component to native, both directions.
    static func component() throws -> [BenchmarkResult] {
        let server = try Child(Component.command + ["--json", "--listen", "/ip4/127.0.0.1/tcp/0"])
        defer { server.end() }
        let address = try Component.listenAddress(in: try server.readLine(containing: "\"listening\""))
        return [
            try measure(
                "P1w",
                "native to component / raw TCP",
                server,
                address,
                gate: 0.06,
                aim: 0.12,
                isUpload: true
            ),
            try measure(
                "P1w",
                "component to native / raw TCP",
                server,
                address,
                gate: 0.06,
                aim: 0.12,
                isUpload: false
            ),
        ]
    }

    private static func measure(
        _ name: String,
        _ title: String,
        _ server: Child,
        _ address: Multiaddr,
        gate: Double,
        aim: Double,
        isUpload: Bool
    ) throws -> BenchmarkResult {
        let raw = try Child.role("--serve", "raw")
        defer { raw.end() }
        guard let port = UInt16(try raw.readLine()) else {
            throw BenchmarkError("the raw server told no port")
        }
        let client = try BenchPeer(number: 2)
        defer { client.end() }
        try client.connect(to: address)
        let upload = isUpload ? byteCount : 0
        let download = byteCount - upload

        var processor = 0.0
        var transferred = 0.0
        let pairs = try Pair.alternate(
            {
                let before = Clock.processorSeconds + server.processorSeconds
                let seconds = try Clock.measure {
                    try client.run(PerfTask(upload: upload, download: download))
                }
                processor += Clock.processorSeconds + server.processorSeconds - before
                transferred += Double(byteCount)
                return Double(byteCount) / seconds
            },
            over: {
                Double(byteCount) / (try RawTCP.transfer(port: port, upload: upload, download: download))
            }
        )
        return BenchmarkResult(
            name,
            title,
            pairs: pairs,
            gate: gate,
            aim: aim,
            processorSecondsPerGigabyte: processor / transferred * 1e9,
            details: [
                "MB/s": Statistics(pairs.map(\.numerator)).median / 1e6,
                "raw MB/s": Statistics(pairs.map(\.denominator)).median / 1e6,
            ]
        )
    }
}
