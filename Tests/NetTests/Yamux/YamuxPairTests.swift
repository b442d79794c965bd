import Testing

@testable import Net

private func pattern(_ count: Int, _ salt: UInt8) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) ^ salt }
}

@Suite("Yamux, two ends")
struct YamuxPairTests {
    @Test("Two streams carry their bytes whole, whatever the pieces", arguments: [1, 7, 65_536])
    func transfer(chunkBytes: Int) throws {
        var pair = YamuxPair(chunkBytes: chunkBytes)
        let contents = [pattern(70_000, 1), pattern(50_001, 2)]
        let ids = [try pair.client.openStream(now: pair.now), try pair.client.openStream(now: pair.now)]
        var received: [YamuxStreamID: [UInt8]] = [:]
        var ended: Set<YamuxStreamID> = []
        for (id, content) in zip(ids, contents) {
            #expect(try pair.client.write(content[...], to: id) == content.count)
            try pair.client.closeWrite(id)
        }
        while try pair.step() {
            while let event = pair.server.pollEvent() {
                switch event {
                case .readable(let id):
                    received[id, default: []] += try pair.server.read(id, maximum: 1_000, now: pair.now)
                case .remoteClosedWrite(let id):
                    ended.insert(id)
                    try pair.server.closeWrite(id)
                case .inboundStream, .roundTrip, .closed: break
                default: Issue.record("unexpected event")
                }
            }
        }
        #expect(ids.map { received[$0] } == contents)
        #expect(ended == Set(ids))
        #expect(pair.client.streamCount == 0 && pair.server.streamCount == 0)
        #expect(
            pair.client.drainEvents().filter { $0 == .closed(ids[0]) || $0 == .closed(ids[1]) }.count == 2
        )
    }

    /// Reads as much as it can hold, and writes back what it has read.
    private struct Echo {
        let id: YamuxStreamID
        var held: [UInt8] = []
        /// It holds no more than this: when writing is blocked, reading stops.
        let capacity = 10_000

        mutating func run(_ end: inout YamuxConnection, now: Instant) throws {
            if held.count < capacity {
                held += try end.read(id, maximum: capacity - held.count, now: now)
            }
            let written = try end.write(held[...], to: id)
            held.removeFirst(written)
        }
    }

    @Test("Two ends that write until they are blocked, and echo, make progress", arguments: [1_000, 65_536])
    func echoBothBlocked(turnBytes: Int) throws {
        var pair = YamuxPair(delay: .milliseconds(1), chunkBytes: 4_096)
        pair.turnBytes = max(turnBytes, 1_100)
        // The peer echoes everything; the client writes 2 MiB before it begins to read.
        let content = pattern(2 << 20, 9)
        let id = try pair.client.openStream(now: pair.now)
        var written = 0
        var read: [UInt8] = []
        var echo = Echo(id: id)
        var isBlocked = false
        var steps = 0
        while read.count < content.count {
            steps += 1
            try #require(steps < 200_000)
            let accepted = try pair.client.write(content[written...], to: id)
            written += accepted
            let isMoving = try pair.step()
            _ = pair.client.drainEvents()
            _ = pair.server.drainEvents()
            if pair.server.isOpen(id) { try echo.run(&pair.server, now: pair.now) }
            // Once nothing moves any more, both ends are blocked writing; only now the client reads.
            if !isMoving, accepted == 0 { isBlocked = true }
            if isBlocked { read += try pair.client.read(id, maximum: 5_000, now: pair.now) }
        }
        #expect(isBlocked)
        #expect(read == content)
    }

    @Test("A ping is answered while both ends are blocked writing")
    func pingWhileBlocked() throws {
        var pair = YamuxPair(delay: .milliseconds(1))
        let id = try pair.client.openStream(now: pair.now)
        let block = pattern(1 << 20, 0)
        try pair.settle()
        for _ in 0..<10 {
            _ = try pair.client.write(block[...], to: id)
            _ = try pair.server.write(block[...], to: id)
            try pair.settle()
        }
        #expect(try pair.client.write([1], to: id) == 0)
        #expect(try pair.server.write([1], to: id) == 0)
        _ = pair.client.drainEvents()
        pair.client.ping(now: pair.now)
        try pair.settle()
        #expect(pair.client.drainEvents() == [.roundTrip(.milliseconds(2))])
    }

    @Test("A stream with little to say waits for one frame of each other stream, not for their buffers")
    func fairness() throws {
        var client = YamuxConnection(role: .client, now: .origin)
        let block = pattern(200_000, 0)
        let bulk = try (0..<4).map { _ in try client.openStream(now: .origin) }
        for id in bulk { _ = try client.write(block[...], to: id) }
        let small = try client.openStream(now: .origin)
        _ = try client.write([1, 2, 3], to: small)
        let headers = client.drainHeaders()
        let data = headers.filter { $0.type == .data }
        let position = try #require(data.firstIndex { $0.streamID == small.rawValue })
        #expect(position <= 4)
        // And the others alternate to their end.
        let others = data.filter { $0.streamID != small.rawValue }.map(\.streamID)
        for start in stride(from: 0, to: others.count - 4, by: 4) {
            #expect(Set(others[start..<start + 4]).count == 4)
        }
        #expect(others.count == 4 * ((block.count + 16_371) / 16_372))
    }

    @Test("A full sink stops between frames, and the next call goes on where it stopped")
    func fullSink() throws {
        var client = YamuxConnection(role: .client, now: .origin)
        var ids: [YamuxStreamID] = []
        for salt in UInt8(0)..<3 {
            let id = try client.openStream(now: .origin)
            ids.append(id)
            _ = try client.write(pattern(40_000, salt)[...], to: id)
        }
        var server = YamuxConnection(role: .server, now: .origin)
        var calls = 0
        var hasMore = true
        while hasMore {
            var bytes: [UInt8] = []
            hasMore = client.writeFrames(into: &bytes, limit: 1_100 + calls * 37)
            #expect(bytes.count <= 1_100 + calls * 37)
            try server.receive(bytes)
            calls += 1
            try #require(calls < 1_000)
        }
        for (salt, id) in ids.enumerated() {
            #expect(try server.read(id, maximum: .max, now: .origin) == pattern(40_000, UInt8(salt)))
        }
    }

    /// One stream over a link that only distance limits, read at once; the reader's window at the end.
    private func growth(delay: Interval, rounds: Int, configuration: YamuxConfiguration) throws -> (
        UInt32, Int
    ) {
        var sender = YamuxConfiguration()
        sender.maximumSendBufferBytes = 4 << 20
        var pair = YamuxPair(client: sender, server: configuration, delay: delay)
        pair.turnBytes = 4 << 20
        try pair.settle()
        let id = try pair.client.openStream(now: pair.now)
        let block = [UInt8](repeating: 7, count: 1 << 20)
        var total = 0
        let end = pair.now + delay * 2 * Int64(rounds)
        while pair.now < end {
            while try pair.client.write(block[...], to: id) == block.count {}
            _ = try pair.step()
            _ = pair.server.drainEvents()
            _ = pair.client.drainEvents()
            if pair.server.isOpen(id) {
                total += try pair.server.read(id, maximum: .max, now: pair.now).count
            }
        }
        return (pair.server.receiveWindow(of: id) ?? 0, total)
    }

    @Test("The window grows to its limit over a long link, and the stream then fills it every round trip")
    func windowGrows() throws {
        var configuration = YamuxConfiguration()
        configuration.maximumWindowBytes = 2 << 20
        let rounds = 16
        let (window, total) = try growth(
            delay: .milliseconds(30),
            rounds: rounds,
            configuration: configuration
        )
        #expect(window == 2 << 20)
        #expect(Double(total) / Double(rounds * (2 << 20)) > 0.7)
    }

    @Test("The window never exceeds the limit that is set")
    func windowLimit() throws {
        var configuration = YamuxConfiguration()
        configuration.maximumWindowBytes = 1_000_000
        let (window, _) = try growth(delay: .milliseconds(30), rounds: 12, configuration: configuration)
        #expect(window == 1_000_000)
    }

    @Test("A slow reader's window stays as it is")
    func slowReader() throws {
        var pair = YamuxPair(delay: .milliseconds(5))
        try pair.settle()
        let id = try pair.client.openStream(now: pair.now)
        let block = [UInt8](repeating: 7, count: 100_000)
        for _ in 0..<100 {
            _ = try pair.client.write(block[...], to: id)
            try pair.settle()
            pair.now = pair.now + .milliseconds(100)
            _ = try pair.server.read(id, maximum: 100_000, now: pair.now)
        }
        #expect(pair.server.receiveWindow(of: id) == YamuxConfiguration.initialWindowBytes)
    }
}
