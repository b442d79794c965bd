import Testing

@testable import Net

private let one = YamuxStreamID(rawValue: 1)
private let two = YamuxStreamID(rawValue: 2)
private let window = YamuxConfiguration.initialWindowBytes

@Suite("Yamux connection")
struct YamuxConnectionTests {
    // MARK: - Opening

    @Test("Opening sends SYN on a window update, then the first bytes on a frame of their own")
    func openingFrames() throws {
        var client = YamuxConnection(role: .client, now: .origin)
        let id = try client.openStream(now: .origin)
        #expect(id == one)
        #expect(try client.write([1, 2, 3], to: id) == 3)
        try client.closeWrite(id)
        #expect(
            client.drainFrames() == frame(1, flags: syn, id: 1, length: 0) + dataFrame(1, [1, 2, 3])
                + dataFrame(1, [], flags: fin)
        )
        #expect(client.drainFrames() == [])
    }

    @Test("Clients number their streams 1, 3, 5 and servers 2, 4, 6")
    func numbering() throws {
        var client = YamuxConnection(role: .client, now: .origin)
        var server = YamuxConnection(role: .server, now: .origin)
        for index in UInt32(0)..<3 {
            #expect(try client.openStream(now: .origin).rawValue == 1 + 2 * index)
            #expect(try server.openStream(now: .origin).rawValue == 2 + 2 * index)
        }
    }

    @Test("Data, FIN and a second stream before any ACK are taken in", arguments: [UInt8(0), 1])
    func dataBeforeAcknowledgement(openingType: UInt8) throws {
        var server = YamuxConnection.quietServer()
        try server.receive(
            frame(openingType, flags: syn, id: 1, length: 0) + dataFrame(1, [1])
                + dataFrame(3, [2, 3], flags: syn | fin)
        )
        let three = YamuxStreamID(rawValue: 3)
        #expect(
            server.drainEvents() == [
                .inboundStream(one), .readable(one), .inboundStream(three), .readable(three),
            ]
        )
        #expect(try server.read(one, maximum: 9, now: .origin) == [1])
        #expect(try server.read(three, maximum: 9, now: .origin) == [2, 3])
        #expect(server.drainEvents() == [.remoteClosedWrite(three)])
        #expect(
            server.drainFrames() == frame(1, flags: ack, id: 1, length: 0)
                + frame(1, flags: ack, id: 3, length: 0)
        )
    }

    @Test("Credit that comes with SYN or ACK enlarges the send window", arguments: [syn, ack])
    func creditOnOpening(flags: UInt16) throws {
        var muxer: YamuxConnection
        if flags == syn {
            muxer = .quietServer()
        } else {
            muxer = YamuxConnection(role: .client, now: .origin)
            _ = try muxer.openStream(now: .origin)
            _ = muxer.drainFrames()
        }
        try muxer.receive(frame(1, flags: flags, id: 1, length: 1_000))
        let body = [UInt8](repeating: 7, count: Int(window) + 2_000)
        var sent = 0
        var accepted = try muxer.write(body[...], to: one)
        while true {
            let headers = muxer.drainHeaders().filter { $0.type == .data }
            sent += headers.reduce(0) { $0 + Int($1.length) }
            if headers.isEmpty || accepted == body.count { break }
            accepted += try muxer.write(body[accepted...], to: one)
        }
        sent += muxer.drainHeaders().reduce(0) { $0 + Int($1.length) }
        #expect(sent == Int(window) + 1_000)
    }

    @Test("Identifiers of the peer need not come in order, only be free and of its parity")
    func anyOrder() throws {
        var server = YamuxConnection.quietServer()
        try server.receive(frame(1, flags: syn, id: 5, length: 0) + frame(1, flags: syn, id: 1, length: 0))
        #expect(server.streamIDs.map(\.rawValue) == [1, 5])
    }

    @Test("At most 256 streams are unacknowledged, and each ACK makes room for one")
    func acknowledgementBacklog() throws {
        var client = YamuxConnection(role: .client, now: .origin)
        for _ in 0..<256 { _ = try client.openStream(now: .origin) }
        #expect(throws: YamuxOpenError.tooManyUnacknowledgedStreams) { try client.openStream(now: .origin) }
        _ = client.drainFrames()
        try client.receive(frame(1, flags: ack, id: 1, length: 0) + frame(1, flags: ack, id: 1, length: 0))
        _ = try client.openStream(now: .origin)
        #expect(throws: YamuxOpenError.tooManyUnacknowledgedStreams) { try client.openStream(now: .origin) }
        // A stream that ends without an ACK frees its place too.
        try client.receive(frame(1, flags: rst, id: 3, length: 0))
        _ = try client.openStream(now: .origin)
        #expect(client.table.unacknowledgedCount == 256)
    }

    @Test("The limit of open streams is exact, and a stream that ends makes room")
    func outboundLimit() throws {
        var configuration = YamuxConfiguration()
        configuration.maximumOutboundStreams = 2
        var client = YamuxConnection(role: .client, configuration: configuration, now: .origin)
        let first = try client.openStream(now: .origin)
        _ = try client.openStream(now: .origin)
        #expect(throws: YamuxOpenError.tooManyStreams) { try client.openStream(now: .origin) }
        try client.reset(first)
        #expect(try client.openStream(now: .origin).rawValue == 5)
    }

    @Test("The last identifier is used, and then no more")
    func identifiersExhausted() throws {
        var client = YamuxConnection(role: .client, now: .origin)
        client.nextStreamID = .max
        #expect(try client.openStream(now: .origin).rawValue == .max)
        #expect(throws: YamuxOpenError.identifiersExhausted) { try client.openStream(now: .origin) }
    }

    @Test("A stream that was reset before its SYN went out leaves no trace on the wire")
    func resetBeforeSyn() throws {
        var client = YamuxConnection(role: .client, now: .origin)
        let id = try client.openStream(now: .origin)
        _ = try client.write([1], to: id)
        try client.reset(id)
        #expect(client.drainFrames() == [])
        #expect(client.table.unacknowledgedCount == 0 && client.counters.unsentByteCount == 0)
    }

    // MARK: - Ending

    @Test("A stream ends after both FINs and the last read, in order")
    func orderlyEnd() throws {
        var server = YamuxConnection.quietServer()
        try server.receive(
            frame(1, flags: syn, id: 1, length: 0) + dataFrame(1, [1, 2])
                + frame(1, flags: fin, id: 1, length: 0)
        )
        try server.closeWrite(one)
        #expect(server.drainEvents() == [.inboundStream(one), .readable(one)])
        #expect(server.drainFrames() == frame(1, flags: ack, id: 1, length: 0) + dataFrame(1, [], flags: fin))
        #expect(server.streamCount == 1)
        #expect(try server.read(one, maximum: 1, now: .origin) == [1])
        #expect(server.drainEvents() == [.readable(one)])
        #expect(try server.read(one, maximum: 1, now: .origin) == [2])
        #expect(server.drainEvents() == [.remoteClosedWrite(one), .closed(one)])
        #expect(server.streamCount == 0)
        #expect(throws: YamuxStreamError.unknownStream) { try server.read(one, maximum: 1, now: .origin) }
    }

    @Test("The peer's end shows at once when nothing is left to read, even before its body came")
    func endAfterBody() throws {
        var server = YamuxConnection.quietServer()
        let bytes = dataFrame(1, [1, 2], flags: syn | fin)
        try server.receive(Array(bytes.dropLast(1)))
        #expect(try server.read(one, maximum: 9, now: .origin) == [1])
        #expect(server.drainEvents() == [.inboundStream(one), .readable(one)])
        try server.receive([2])
        #expect(try server.read(one, maximum: 9, now: .origin) == [2])
        #expect(server.drainEvents() == [.readable(one), .remoteClosedWrite(one)])
    }

    @Test("After closing its half an end can read but not write")
    func halfClosed() throws {
        var server = YamuxConnection.quietServer()
        try server.receive(frame(1, flags: syn, id: 1, length: 0))
        try server.closeWrite(one)
        try server.closeWrite(one)
        #expect(throws: YamuxStreamError.writeClosed) { try server.write([1], to: one) }
        try server.receive(dataFrame(1, [5]))
        #expect(try server.read(one, maximum: 9, now: .origin) == [5])
    }

    @Test("A FIN waits for the bytes before it")
    func finAfterBytes() throws {
        var configuration = YamuxConfiguration()
        configuration.maximumSendBufferBytes = 1 << 20
        var client = YamuxConnection(role: .client, configuration: configuration, now: .origin)
        let id = try client.openStream(now: .origin)
        _ = try client.write([UInt8](repeating: 0, count: Int(window) + 1)[...], to: id)
        try client.closeWrite(id)
        #expect(!client.drainHeaders().contains { $0.flags.contains(.fin) })
        try client.receive(frame(1, flags: ack, id: 1, length: 1))
        #expect(
            client.drainHeaders() == [
                YamuxHeader(type: .data, streamID: 1, length: 1),
                YamuxHeader(type: .data, flags: .fin, streamID: 1, length: 0),
            ]
        )
    }

    @Test("A reset of the peer ends a stream at once and drops what was not read", arguments: [UInt8(0), 1])
    func remoteReset(type: UInt8) throws {
        var server = YamuxConnection.quietServer()
        try server.receive(dataFrame(1, [1, 2], flags: syn) + frame(type, flags: rst, id: 1, length: 0))
        #expect(server.drainEvents() == [.inboundStream(one), .readable(one), .reset(one)])
        #expect(server.counters == YamuxCounters(receivedFrameCount: 2, sentFrameCount: 1))
        #expect(server.drainFrames() == [])
    }

    @Test("A reset of ours goes out, and what is under way is passed over with one more reset")
    func localReset() throws {
        var server = YamuxConnection.quietServer()
        try server.receive(frame(1, flags: syn, id: 1, length: 0))
        _ = server.drainFrames()
        try server.reset(one)
        #expect(server.drainFrames() == frame(0, flags: rst, id: 1, length: 0))
        for _ in 0..<50 { try server.receive(dataFrame(1, [1, 2, 3])) }
        try server.receive(
            frame(1, id: 1, length: 100) + dataFrame(1, [], flags: fin)
                + frame(0, flags: rst, id: 1, length: 0)
        )
        #expect(server.drainFrames() == frame(0, flags: rst, id: 1, length: 0))
        #expect(server.streamCount == 0)
        #expect(throws: YamuxStreamError.unknownStream) { try server.reset(one) }
    }

    @Test("A stream reset in the middle of a body passes over the rest of it")
    func resetWithinBody() throws {
        var server = YamuxConnection.quietServer()
        try server.receive(frame(0, flags: syn, id: 1, length: 4) + [1, 2])
        try server.reset(one)
        try server.receive([3, 4] + frame(1, flags: syn, id: 3, length: 0))
        #expect(server.streamIDs.map(\.rawValue) == [3])
    }

    // MARK: - Events

    @Test("One event tells of many frames until a read; another follows when bytes are left")
    func readableOnce() throws {
        var server = YamuxConnection.quietServer()
        try server.receive(dataFrame(1, [1], flags: syn) + dataFrame(1, [2]) + dataFrame(1, [3]))
        #expect(server.drainEvents() == [.inboundStream(one), .readable(one)])
        #expect(try server.read(one, maximum: 1, now: .origin) == [1])
        #expect(server.drainEvents() == [.readable(one)])
        #expect(server.readableByteCount(of: one) == 2)
        #expect(try server.read(one, maximum: 9, now: .origin) == [2, 3])
        #expect(server.drainEvents() == [])
        try server.receive(dataFrame(1, [4]))
        #expect(server.drainEvents() == [.readable(one)])
    }

    @Test("A write is cut at the send buffer, and an event follows when half of it is free")
    func writable() throws {
        var configuration = YamuxConfiguration()
        configuration.maximumSendBufferBytes = 100
        var client = YamuxConnection(role: .client, configuration: configuration, now: .origin)
        let id = try client.openStream(now: .origin)
        #expect(try client.write([UInt8](repeating: 0, count: 130)[...], to: id) == 100)
        #expect(try client.write([1], to: id) == 0)
        #expect(client.drainEvents() == [])
        _ = client.drainFrames()
        #expect(client.drainEvents() == [.writable(id)])
        #expect(try client.write([1], to: id) == 1)
        _ = client.drainFrames()
        #expect(client.drainEvents() == [])
    }

    // MARK: - Pings and going away

    @Test("A ping is answered with its own value")
    func pingReply() throws {
        var server = YamuxConnection.quietServer()
        try server.receive(frame(2, flags: syn, id: 0, length: 0xdead_beef))
        #expect(server.drainFrames() == frame(2, flags: ack, id: 0, length: 0xdead_beef))
    }

    @Test("The answer to our ping measures the round trip; a second answer does not")
    func roundTrip() throws {
        var client = YamuxConnection(role: .client, now: .origin)
        #expect(client.nextDeadline == .origin)
        try client.handleTimeout(now: .origin)
        #expect(client.drainFrames() == frame(2, flags: syn, id: 0, length: 1))
        let reply = frame(2, flags: ack, id: 0, length: 1)
        try client.receive((reply + reply)[...], now: .origin + .milliseconds(40))
        #expect(client.drainEvents() == [.roundTrip(.milliseconds(40))])
        #expect(client.roundTrip == .milliseconds(40))
        #expect(client.nextDeadline == .origin + .milliseconds(40) + .seconds(30))
    }

    @Test("A silent peer gets a go-away")
    func keepAliveTimeout() throws {
        var client = YamuxConnection(role: .client, now: .origin)
        try client.handleTimeout(now: .origin)
        _ = client.drainFrames()
        let later = Instant.origin + .seconds(30)
        #expect(throws: YamuxError.keepAliveTimedOut) { try client.handleTimeout(now: later) }
        #expect(throws: YamuxError.keepAliveTimedOut) { try client.handleTimeout(now: later) }
        #expect(client.drainFrames() == frame(3, id: 0, length: 2))
        #expect(client.nextDeadline == nil)
    }

    @Test("After a normal go-away of the peer its streams go on and none is opened")
    func remoteGoAway() throws {
        var server = YamuxConnection.quietServer()
        try server.receive(frame(1, flags: syn, id: 1, length: 0) + frame(3, id: 0, length: 0))
        try server.receive(dataFrame(1, [9]) + frame(3, id: 0, length: 0))
        #expect(server.drainEvents() == [.inboundStream(one), .goAway(.normal), .readable(one)])
        #expect(throws: YamuxOpenError.goingAway) { try server.openStream(now: .origin) }
        #expect(server.isGoingAway)
    }

    @Test("After our go-away open streams go on and new ones are reset")
    func localGoAway() throws {
        var server = YamuxConnection.quietServer()
        try server.receive(frame(1, flags: syn, id: 1, length: 0))
        _ = server.drainFrames()
        server.goAway(.normal)
        server.goAway(.internalError)
        try server.receive(frame(1, flags: syn, id: 3, length: 0) + dataFrame(1, [1]))
        _ = try server.write([2], to: one)
        #expect(
            server.drainFrames() == frame(0, flags: rst, id: 3, length: 0) + frame(3, id: 0, length: 0)
                + dataFrame(1, [2])
        )
        #expect(throws: YamuxOpenError.goingAway) { try server.openStream(now: .origin) }
        #expect(server.counters.refusedStreamCount == 1)
    }

    @Test("A go-away with any other code ends the connection", arguments: [UInt32(1), 2, 3, 0x1001, .max])
    func termination(code: UInt32) {
        var server = YamuxConnection.quietServer()
        let error = YamuxError.terminatedByPeer(YamuxGoAwayCode(rawValue: code))
        #expect(throws: error) { try server.receive(frame(3, id: 0, length: code)) }
        #expect(throws: error) { try server.receive([]) }
    }

    // MARK: - Memory

    @Test("Idle streams give their buffers back with the next ping, and live ones go on")
    func spareMemory() throws {
        var server = YamuxConnection.quietServer()
        try server.receive(
            dataFrame(1, [UInt8](repeating: 1, count: 10_000), flags: syn) + dataFrame(3, [3], flags: syn)
        )
        var buffer: [UInt8] = []
        _ = try server.read(one, maximum: 9_999, into: &buffer, now: .origin)
        buffer = []
        _ = try server.read(one, maximum: 9_999, into: &buffer, now: .origin)
        try server.receive(frame(2, flags: ack, id: 0, length: 1))
        try server.handleTimeout(now: .origin + .seconds(30))
        #expect(server.table[one]?.received.storageByteCount == 0)
        #expect(server.readableByteCount(of: YamuxStreamID(rawValue: 3)) == 1)
    }
}
