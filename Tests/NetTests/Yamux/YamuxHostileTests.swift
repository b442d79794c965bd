import Testing

@testable import Net

private let one = YamuxStreamID(rawValue: 1)
private let two = YamuxStreamID(rawValue: 2)
private let window = YamuxConfiguration.initialWindowBytes

/// What a peer may try.
@Suite("Yamux against hostile peers")
struct YamuxHostileTests {
    /// Runs bytes into a server with stream 1 open; the connection must fail with that error and send its
    /// go-away.
    private func expectKill(_ bytes: [UInt8], _ error: YamuxError, code: UInt32 = 1) throws {
        var server = YamuxConnection.quietServer()
        try server.receive(frame(1, flags: syn, id: 1, length: 0))
        _ = server.drainFrames()
        #expect(throws: error) { try server.receive(bytes) }
        #expect(server.drainFrames() == frame(3, id: 0, length: code))
        #expect(server.streamCount == 0)
        #expect(server.counters.unreadByteCount == 0 && server.windowBytes == 0)
        #expect(throws: error) { try server.receive(frame(2, flags: syn, id: 0, length: 1)) }
        #expect(server.drainFrames() == [])
    }

    @Test("Credit beyond 32 bits is neither a trap nor lost")
    func creditOverflow() throws {
        var server = YamuxConnection.quietServer()
        try server.receive(frame(1, flags: syn, id: 1, length: 0xffff_0000))
        for _ in 0..<5 { try server.receive(frame(1, id: 1, length: .max)) }
        #expect(try server.write([1, 2, 3], to: one) == 3)
        #expect(server.drainHeaders().last == YamuxHeader(type: .data, streamID: 1, length: 3))
    }

    @Test("An opening frame longer than the initial window ends the connection, before its body")
    func openingBeyondWindow() throws {
        try expectKill(
            frame(0, flags: syn, id: 3, length: window + 1),
            .windowExceeded(YamuxStreamID(rawValue: 3))
        )
        var server = YamuxConnection.quietServer()
        try server.receive(frame(0, flags: syn, id: 3, length: window))
    }

    @Test("A header that announces more than the window is refused from the header alone")
    func hugeLength() throws {
        try expectKill(frame(0, id: 1, length: .max), .windowExceeded(one))
        try expectKill(
            dataFrame(1, [UInt8](repeating: 0, count: Int(window))) + dataFrame(1, [1]),
            .windowExceeded(one)
        )
    }

    @Test("A body for a stream that is gone may be as long as a window, not longer")
    func hugeLengthForMissingStream() throws {
        try expectKill(
            frame(0, flags: rst, id: 1, length: 0) + frame(0, id: 1, length: 16 << 20 | 1),
            .windowExceeded(one)
        )
    }

    @Test("A ping flood that reads no answers is ended when the answers reach their limit")
    func pingFlood() throws {
        var configuration = YamuxConfiguration()
        configuration.maximumPendingReplies = 100
        var server = YamuxConnection.quietServer(configuration)
        let ping = frame(2, flags: syn, id: 0, length: 1)
        for _ in 0..<10 {
            for _ in 0..<100 { try server.receive(ping) }
            #expect(server.drainFrames().count == 1_200)
        }
        for _ in 0..<100 { try server.receive(ping) }
        #expect(throws: YamuxError.tooManyPendingReplies) { try server.receive(ping) }
        #expect(server.drainFrames() == frame(3, id: 0, length: 1))
    }

    @Test("One read of 64 KiB full of pings is answered in full")
    func pingBurst() throws {
        var server = YamuxConnection.quietServer()
        let count = 65_536 / 12
        try server.receive((0..<count).flatMap { frame(2, flags: syn, id: 0, length: UInt32($0)) })
        #expect(server.drainHeaders().map(\.length) == (0..<count).map { UInt32($0) })
    }

    @Test("Streams beyond the limit are reset and cost nothing; the open ones are not touched")
    func synFlood() throws {
        var server = YamuxConnection.quietServer()
        for index in UInt32(0)..<2_000 {
            try server.receive(frame(1, flags: syn, id: 1 + 2 * index, length: 0))
        }
        #expect(server.streamCount == 256)
        #expect(server.counters.refusedStreamCount == 1_744)
        let headers = server.drainHeaders()
        #expect(headers.count { $0.flags == .ack } == 256)
        #expect(headers.count { $0.flags == .rst } == 1_744)
        #expect(server.drainEvents().count == 256)
        try server.receive(dataFrame(511, [1]))
        #expect(server.drainEvents() == [.readable(YamuxStreamID(rawValue: 511))])
        // The window of a refused stream is the initial one; its data is passed over.
        try server.receive(dataFrame(601, [1]) + frame(0, flags: rst, id: 1, length: 0))
        try server.receive(frame(1, flags: syn, id: 5_001, length: 0))
        #expect(server.streamCount == 256)
    }

    @Test("Opening and resetting streams without reading the answers is ended at the limit")
    func openingChurn() throws {
        var configuration = YamuxConfiguration()
        configuration.maximumPendingReplies = 50
        var server = YamuxConnection.quietServer(configuration)
        #expect(throws: YamuxError.tooManyPendingReplies) {
            for index in UInt32(0)..<1_000 {
                let id = 1 + 2 * index
                try server.receive(
                    frame(1, flags: syn, id: id, length: 0) + frame(1, flags: rst, id: id, length: 0)
                )
                #expect(server.outbox.pendingCount <= 51)
                #expect(server.streamCount == 0)
            }
        }
    }

    @Test("A stream that the reader resets again and again cannot pile resets up either")
    func resetChurn() throws {
        var configuration = YamuxConfiguration()
        configuration.maximumPendingReplies = 50
        var server = YamuxConnection.quietServer(configuration)
        #expect(throws: YamuxError.tooManyPendingReplies) {
            for index in UInt32(0)..<1_000 {
                try server.receive(frame(1, flags: syn, id: 1 + 2 * index, length: 0))
                try? server.reset(YamuxStreamID(rawValue: 1 + 2 * index))
                #expect(server.outbox.pendingCount <= 52)
            }
        }
    }

    @Test("Broken openings end the connection")
    func brokenOpenings() throws {
        try expectKill(frame(1, flags: syn, id: 1, length: 0), .streamInUse(one))
        try expectKill(frame(1, flags: syn, id: 2, length: 0), .invalidStreamID(2))
        try expectKill(frame(0, flags: syn, id: 0, length: 0), .invalidStreamID(0))
    }

    @Test("A frame for a stream that nobody opened ends the connection")
    func unopenedStreams() throws {
        for id in [UInt32(3), 2, .max] {
            let error = YamuxError.streamNotOpened(YamuxStreamID(rawValue: id))
            try expectKill(dataFrame(id, [1]), error)
            try expectKill(frame(1, id: id, length: 1), error)
            try expectKill(frame(1, flags: ack, id: id, length: 0), error)
            try expectKill(frame(0, flags: fin, id: id, length: 0), error)
            try expectKill(frame(0, flags: rst, id: id, length: 0), error)
        }
    }

    @Test("Unknown versions, types, flags and misplaced session frames end the connection")
    func brokenHeaders() throws {
        try expectKill(frame(0, id: 1, length: 0, version: 9), .unsupportedVersion(9))
        try expectKill(frame(7, id: 1, length: 0), .unknownFrameType(7))
        try expectKill(frame(0, flags: 0x10, id: 1, length: 0), .invalidFlags(0x10))
        try expectKill(frame(2, flags: syn, id: 1, length: 0), .invalidStreamID(1))
        try expectKill(frame(3, id: 1, length: 0), .invalidStreamID(1))
    }

    @Test("Data after a FIN resets that stream and no other")
    func dataAfterFin() throws {
        var server = YamuxConnection.quietServer()
        try server.receive(frame(1, flags: syn, id: 1, length: 0) + frame(1, flags: syn, id: 3, length: 0))
        try server.receive(dataFrame(1, [1], flags: fin) + dataFrame(1, [], flags: fin))
        _ = server.drainFrames()
        _ = server.drainEvents()
        try server.receive(dataFrame(1, [2]))
        #expect(server.drainEvents() == [.reset(one)])
        #expect(server.drainFrames() == frame(0, flags: rst, id: 1, length: 0))
        try server.receive(dataFrame(3, [3]))
        #expect(server.drainEvents() == [.readable(YamuxStreamID(rawValue: 3))])
    }

    @Test("An ACK for a stream that the peer itself opened resets that stream")
    func unexpectedAcknowledgement() throws {
        var server = YamuxConnection.quietServer()
        try server.receive(frame(1, flags: syn, id: 1, length: 0))
        _ = server.drainFrames()
        try server.receive(frame(1, flags: ack, id: 1, length: 0))
        #expect(server.drainEvents() == [.inboundStream(one), .reset(one)])
        #expect(server.drainFrames() == frame(0, flags: rst, id: 1, length: 0))
    }

    @Test("A stream opened and reset by one frame never exists")
    func openedAndReset() throws {
        var server = YamuxConnection.quietServer()
        try server.receive(frame(0, flags: syn | rst, id: 1, length: 0))
        #expect(server.drainEvents() == [] && server.streamCount == 0 && server.drainFrames() == [])
    }

    @Test("Empty updates and one-byte frames cause no answers")
    func noAmplification() throws {
        var server = YamuxConnection.quietServer()
        try server.receive(frame(1, flags: syn, id: 1, length: 0))
        _ = server.drainFrames()
        _ = server.drainEvents()
        for _ in 0..<512 { try server.receive(frame(1, id: 1, length: 0) + dataFrame(1, [])) }
        #expect(server.drainFrames() == [] && server.drainEvents() == [])
        var answered = 0
        for _ in 0..<100_000 {
            try server.receive(dataFrame(1, [1]))
            _ = try server.read(one, maximum: 10, now: .origin)
            answered += server.drainFrames().count
        }
        #expect(answered == 0)
        #expect(server.table[one]?.received.storageByteCount ?? 0 < 1_000)
    }

    @Test("A peer that sends nothing but frames that say nothing is cut off; others may send some")
    func emptyFrames() throws {
        var server = YamuxConnection.quietServer()
        try server.receive(frame(1, flags: syn, id: 1, length: 0))
        for _ in 0..<3 {
            for _ in 0..<1_024 { try server.receive(frame(1, id: 1, length: 0)) }
            try server.receive(frame(1, id: 1, length: 1))
        }
        for _ in 0..<1_024 { try server.receive(dataFrame(1, [])) }
        #expect(throws: YamuxError.tooManyEmptyFrames) { try server.receive(frame(1, id: 1, length: 0)) }
    }

    @Test("A stream that is never read holds its window and no more, and the others go on")
    func unreadStream() throws {
        var server = YamuxConnection.quietServer()
        try server.receive(dataFrame(1, [UInt8](repeating: 1, count: Int(window)), flags: syn))
        for _ in 0..<50 {
            try server.receive(
                dataFrame(3, [UInt8](repeating: 3, count: 10_000), flags: server.streamCount == 1 ? syn : 0)
            )
            #expect(try server.read(YamuxStreamID(rawValue: 3), maximum: .max, now: .origin).count == 10_000)
        }
        #expect(server.counters.unreadByteCount == Int(window))
        #expect(throws: YamuxError.windowExceeded(one)) { try server.receive(dataFrame(1, [1])) }
    }

    @Test("All windows together keep to the limit of the connection")
    func windowBudget() throws {
        var configuration = YamuxConfiguration()
        configuration.maximumWindowBytesPerConnection = 2 << 20
        var server = YamuxConnection.quietServer(configuration)
        try server.receive(frame(2, flags: ack, id: 0, length: 1)[...], now: .origin + .seconds(1))
        let block = [UInt8](repeating: 0, count: Int(window))
        for index in UInt32(0)..<6 {
            let id = YamuxStreamID(rawValue: 1 + 2 * index)
            try server.receive(frame(1, flags: syn, id: id.rawValue, length: 0))
            for _ in 0..<8 {
                try server.receive(dataFrame(id.rawValue, block))
                _ = try server.read(id, maximum: .max, now: .origin)
            }
            #expect(server.windowBytes <= 2 << 20 || server.receiveWindow(of: id) == window)
            #expect(
                server.windowBytes
                    == server.streamIDs.reduce(0) { $0 + UInt64(server.receiveWindow(of: $1) ?? 0) }
            )
        }
        #expect(server.receiveWindow(of: one) == (2 << 20))
        #expect(server.receiveWindow(of: YamuxStreamID(rawValue: 11)) == window)
        for id in server.streamIDs { try server.reset(id) }
        #expect(server.windowBytes == 0)
    }
}
