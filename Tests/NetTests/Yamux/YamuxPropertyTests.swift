import Testing

@testable import Net

/// Random peers and random owners; what must hold at every step.
@Suite("Yamux properties")
struct YamuxPropertyTests {
    /// A frame that is often nearly right.
    private func randomFrame(_ random: inout SplitMix) -> [UInt8] {
        let type: UInt8 =
            Int.random(in: 0..<40, using: &random) == 0
            ? .random(in: 0...255, using: &random) : .random(in: 0...3, using: &random)
        let flags: UInt16 =
            switch Int.random(in: 0..<60, using: &random) {
            case 0: UInt16.random(in: 0...UInt16.max, using: &random)
            case 1..<20: 1 << UInt16.random(in: 0...3, using: &random)
            case 20..<23: UInt16.random(in: 0...15, using: &random)
            default: type == 2 ? 1 : 0
            }
        let id: UInt32 =
            switch Int.random(in: 0..<20, using: &random) {
            case 0: UInt32.random(in: 0...UInt32.max, using: &random)
            default: type > 1 ? 0 : UInt32.random(in: 0...9, using: &random)
            }
        guard type == 0 else {
            let length: UInt32 =
                type == 3
                ? UInt32.random(in: 0...1, using: &random) >> 1
                : Bool.random(using: &random)
                    ? UInt32.random(in: 0...UInt32.max, using: &random)
                    : UInt32.random(in: 0...9, using: &random)
            return frame(type, flags: flags, id: id, length: length)
        }
        let count = Bool.random(using: &random) ? 0 : Int.random(in: 0...60_000, using: &random)
        let lie = Int.random(in: 0..<200, using: &random) == 0
        let body = [UInt8](repeating: 5, count: count)
        return frame(type, flags: flags, id: id, length: lie ? .max : UInt32(count), body: body)
    }

    private func command(_ end: inout YamuxConnection, now: Instant, _ random: inout SplitMix) {
        let ids = end.streamIDs
        let id = ids.randomElement(using: &random) ?? YamuxStreamID(rawValue: 2)
        switch Int.random(in: 0..<10, using: &random) {
        case 0: _ = try? end.openStream(now: now)
        case 1, 2:
            _ = try? end.write(
                [UInt8](repeating: 1, count: .random(in: 0...90_000, using: &random))[...],
                to: id
            )
        case 3, 4, 5: _ = try? end.read(id, maximum: .random(in: -1...400_000, using: &random), now: now)
        case 6: try? end.closeWrite(id)
        case 7 where Int.random(in: 0...5, using: &random) == 0: try? end.reset(id)
        case 8: end.ping(now: now)
        default:
            var sink: [UInt8] = []
            _ = end.writeFrames(into: &sink, limit: .random(in: 0...200_000, using: &random))
            #expect(sink.count <= 200_000)
        }
    }

    /// What does not hold; nil when everything does.
    private func violation(_ end: YamuxConnection) -> String? {
        var unread = 0
        var unsent = 0
        var windows: UInt64 = 0
        for (id, stream) in zip(end.table.ids, end.table.streams) {
            let window = stream.receiveWindow
            unread += stream.received.count
            unsent += stream.unsent.count
            windows += UInt64(window.target)
            let holds =
                UInt64(window.granted) + UInt64(window.buffered) <= UInt64(window.target)
                && stream.received.count <= Int(window.buffered)
                && window.target <= end.configuration.maximumWindowBytes
                && stream.unsent.count <= end.configuration.maximumSendBufferBytes
                && (stream.isScheduled || !stream.wantsTurn) && !stream.state.isOver
            if !holds { return "stream \(id.rawValue): \(stream.state) \(window)" }
        }
        let counters = end.counters
        let unacknowledged = zip(end.table.ids, end.table.streams)
            .count { end.role.opens($0) && $1.state.isUnacknowledged }
        let holds =
            counters.unreadByteCount == unread && counters.unsentByteCount == unsent
            && end.windowBytes == windows
            && end.table.inboundCount + end.table.outboundCount == end.table.count
            && end.table.inboundCount <= end.configuration.maximumInboundStreams
            && end.table.unacknowledgedCount == unacknowledged
            && end.outbox.pendingCount <= 2 * end.configuration.maximumPendingReplies + 2 * end.table.count
                + 64
        return holds
            ? nil
            : "\(end.table.inboundCount) + \(end.table.outboundCount) of \(end.table.count) streams, \(counters), "
                + "\(end.windowBytes) window bytes, \(end.outbox.pendingCount) pending"
    }

    @Test("Random frames and commands never trap, and no limit is ever exceeded", arguments: 0..<60)
    func randomPeer(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        var configuration = YamuxConfiguration()
        configuration.maximumInboundStreams = 4
        configuration.maximumPendingReplies = 64
        configuration.maximumSendBufferBytes = 100_000
        configuration.maximumWindowBytes = 1 << 20
        configuration.maximumWindowBytesPerConnection = 2 << 20
        var now = Instant.origin
        var end = YamuxConnection(role: .server, configuration: configuration, now: now)
        for _ in 0..<1_500 {
            now = now + .milliseconds(.random(in: 0...30, using: &random))
            if Bool.random(using: &random) {
                let bytes = randomFrame(&random)
                let cut = Int.random(in: 0...bytes.count, using: &random)
                try? end.receive(bytes[..<cut], now: now)
                try? end.receive(bytes[cut...], now: now)
            } else {
                command(&end, now: now, &random)
            }
            if let deadline = end.nextDeadline, deadline <= now { try? end.handleTimeout(now: now) }
            _ = end.drainEvents()
            if let violation = violation(end) {
                Issue.record("\(violation)")
                return
            }
            if end.failure != nil {
                end = YamuxConnection(role: .server, configuration: configuration, now: now)
            }
        }
    }

    @Test("Random bytes never trap", arguments: 0..<20)
    func randomBytes(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        for _ in 0..<300 {
            var end = YamuxConnection(role: .client, now: .origin)
            _ = try? end.openStream(now: .origin)
            for _ in 0..<8 {
                var bytes = (0..<24).map { _ in UInt8.random(in: 0...255, using: &random) }
                if Bool.random(using: &random) {
                    bytes.replaceSubrange(0..<8, with: [0, 0, 0, 0, 0, 0, 0, 1])
                }
                try? end.receive(bytes)
                if let violation = violation(end) {
                    Issue.record("\(violation)")
                    return
                }
            }
        }
    }

    @Test("Two honest ends under random use never accuse each other, and lose nothing", arguments: 0..<12)
    func honestEnds(seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed) + 1_000)
        var configuration = YamuxConfiguration()
        configuration.maximumSendBufferBytes = 50_000
        configuration.maximumWindowBytes = 600_000
        var pair = YamuxPair(
            client: configuration,
            server: configuration,
            delay: .milliseconds(.random(in: 0...40, using: &random)),
            chunkBytes: .random(in: 1...70_000, using: &random)
        )
        pair.turnBytes = .random(in: 1_100...100_000, using: &random)
        var sent: [UInt32: [UInt8]] = [:]
        var got: [UInt32: [UInt8]] = [:]
        for round in 0..<400 {
            if round % 50 == 0 { _ = try? pair.client.openStream(now: pair.now) }
            if let id = pair.client.streamIDs.randomElement(using: &random) {
                let bytes = (0..<Int.random(in: 0...20_000, using: &random)).map {
                    UInt8(truncatingIfNeeded: $0 ^ round)
                }
                if let count = try? pair.client.write(bytes[...], to: id) {
                    sent[id.rawValue, default: []] += bytes.prefix(count)
                }
                if round > 300 { try? pair.client.closeWrite(id) }
            }
            for _ in 0..<Int.random(in: 0...6, using: &random) { _ = try pair.step() }
            if let id = pair.server.streamIDs.randomElement(using: &random) {
                got[id.rawValue, default: []] +=
                    try pair.server.read(id, maximum: .random(in: 0...60_000, using: &random), now: pair.now)
            }
            if let violation = violation(pair.client) {
                Issue.record("\(violation)")
                return
            }
            if let violation = violation(pair.server) {
                Issue.record("\(violation)")
                return
            }
        }
        for _ in 0..<100 {
            try pair.settle()
            for id in pair.server.streamIDs {
                got[id.rawValue, default: []] += try pair.server.read(id, maximum: .max, now: pair.now)
            }
        }
        #expect(sent.filter { !$0.value.isEmpty } == got.filter { !$0.value.isEmpty })
    }
}
