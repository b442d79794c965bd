import Net

private let syn: UInt16 = 1

/// The muxer between honest and hostile ends; the numbers in brackets are those of docs/hostile-inputs.md.
let yamuxChecks: [CoreCheck] = [
    CoreCheck("Yamux carries two streams whole, whatever the pieces, and closes them cleanly") { check in
        for pieceBytes in [1, 13, 65_536] {
            var pair = YamuxCheckPair(pieceBytes: pieceBytes)
            let streams = [pair.open(), pair.open()]
            let bodies = [pattern(70_000), pattern(1)]
            for (stream, body) in zip(streams, bodies) { pair.send(body, on: stream) }
            pair.run()
            for (stream, body) in zip(streams, bodies) {
                check.expect(pair.echoed[stream] == body, "the echo is whole in pieces of \(pieceBytes)")
            }
            check.expectEqual(pair.client.streamCount, 0, "nothing is left at the client")
            check.expectEqual(pair.server.streamCount, 0, "nothing is left at the server")
            check.expectEqual(pair.failure, nil, "nobody is accused")
        }
    },
    CoreCheck("Yamux makes progress when both ends are blocked writing (31)") { check in
        var pair = YamuxCheckPair(pieceBytes: 65_536)
        let streams = (0..<4).map { _ in pair.open() }
        for stream in streams { pair.send(pattern(1_500_000), on: stream) }
        pair.run()
        for stream in streams { check.expect(pair.echoed[stream] == pattern(1_500_000), "all comes back") }
    },
    CoreCheck("Whatever breaks Yamux's rules ends the connection with its reason (23, 24, 27, 28)") { check in
        let one = YamuxStreamID(rawValue: 1)
        let cases: [([UInt8], YamuxError)] = [
            (frame(0, syn, 3, 262_145), .windowExceeded(YamuxStreamID(rawValue: 3))),
            (frame(0, 0, 1, .max), .windowExceeded(one)),
            (frame(1, syn, 1, 0), .streamInUse(one)), (frame(1, syn, 2, 0), .invalidStreamID(2)),
            (frame(0, syn, 0, 0), .invalidStreamID(0)), (frame(2, syn, 1, 0), .invalidStreamID(1)),
            (frame(0, 0, 9, 1), .streamNotOpened(YamuxStreamID(rawValue: 9))),
            (frame(7, 0, 1, 0), .unknownFrameType(7)), (frame(0, 16, 1, 0), .invalidFlags(16)),
            ([1] + frame(0, 0, 1, 0).dropFirst(), .unsupportedVersion(1)),
            (frame(3, 0, 0, 77), .terminatedByPeer(YamuxGoAwayCode(rawValue: 77))),
        ]
        for (bytes, expected) in cases {
            for pieceBytes in [1, 1_000] {
                var server = YamuxConnection(role: .server, now: .origin)
                let opening = breach(of: &server, frame(1, syn, 1, 0), pieceBytes)
                check.expectEqual(opening, nil, "the opening is right")
                check.expectEqual(breach(of: &server, bytes, pieceBytes), expected, expected.description)
                check.expectEqual(server.streamCount, 0, "no stream is left")
                check.expectEqual(breach(of: &server, frame(2, syn, 0, 0), 1), expected, "the end is final")
            }
        }
    },
    CoreCheck("Credit beyond 32 bits is neither a trap nor lost (22)") { check in
        var server = YamuxConnection(role: .server, now: .origin)
        var bytes = frame(1, syn, 1, 0xFFFF_0000)
        for _ in 0..<20 { bytes += frame(1, 0, 1, .max) }
        check.expectEqual(breach(of: &server, bytes, 1_000), nil, "it is taken in")
        let count = written(&server, pattern(1_000), YamuxStreamID(rawValue: 1))
        check.expectEqual(count, 1_000, "and can be used")
    },
    CoreCheck("Floods of pings, openings and empty frames are bounded (25, 26, 29)") { check in
        var server = YamuxConnection(role: .server, now: .origin)
        var sink: [UInt8] = []
        let limit = server.configuration.maximumPendingReplies
        for index in 0..<UInt32(limit) {
            check.expectEqual(breach(of: &server, frame(2, syn, 0, index), 12), nil, "a ping")
        }
        check.expectEqual(
            breach(of: &server, frame(2, syn, 0, 1), 12),
            .tooManyPendingReplies,
            "one too many"
        )

        server = YamuxConnection(role: .server, now: .origin)
        for index in 0..<2_000 as Range<UInt32> {
            check.expectEqual(breach(of: &server, frame(1, syn, 1 + 2 * index, 0), 12), nil, "an opening")
        }
        check.expectEqual(
            server.streamCount,
            server.configuration.maximumInboundStreams,
            "the limit and no more"
        )
        while server.writeFrames(into: &sink, limit: .max) {}
        sink.removeAll()
        for _ in 0..<server.configuration.maximumEmptyFrames / 2 {
            check.expectEqual(breach(of: &server, frame(1, 0, 1, 0) + frame(0, 0, 1, 0), 24), nil, "nothing")
        }
        while server.writeFrames(into: &sink, limit: .max) {}
        check.expect(sink.isEmpty, "what says nothing is not answered")
        check.expectEqual(
            breach(of: &server, frame(1, 0, 1, 0), 12),
            .tooManyEmptyFrames,
            "nor tolerated without end"
        )
    },
    CoreCheck("A stream that is never read holds its window and no more, and others go on (30)") { check in
        var server = YamuxConnection(role: .server, now: .origin)
        let window = Int(YamuxConfiguration.initialWindowBytes)
        var bytes = frame(1, syn, 1, 0) + frame(1, syn, 3, 0)
        bytes += frame(0, 0, 1, UInt32(window)) + [UInt8](repeating: 1, count: window)
        bytes += frame(0, 0, 3, 5) + [1, 2, 3, 4, 5]
        check.expectEqual(breach(of: &server, bytes, 10_000), nil, "all of it is allowed")
        check.expectEqual(server.counters.unreadByteCount, window + 5, "it is held")
        check.expectEqual(
            server.readableByteCount(of: YamuxStreamID(rawValue: 3)),
            5,
            "the other can be read"
        )
        let more = frame(0, 0, 1, 1)
        check.expectEqual(
            breach(of: &server, more, 12),
            .windowExceeded(YamuxStreamID(rawValue: 1)),
            "a byte more is not"
        )
    },
    CoreCheck("No clock makes Yamux trap (32)") { check in
        for instant in [Instant.origin, .distantFuture, .distantFuture - Interval(nanoseconds: 1)] {
            var client = YamuxConnection(role: .client, now: .origin)
            client.ping(now: instant)
            do throws(YamuxError) {
                try client.handleTimeout(now: instant)
                try client.handleTimeout(now: .distantFuture)
                try client.handleTimeout(now: .origin)
            } catch {
                check.expectEqual(error, .keepAliveTimedOut, "only silence is complained of")
            }
        }
    },
]

/// A frame's header.
private func frame(_ type: UInt8, _ flags: UInt16, _ stream: UInt32, _ length: UInt32) -> [UInt8] {
    var bytes: [UInt8] = [0, type, UInt8(flags >> 8), UInt8(flags & 0xFF)]
    for value in [stream, length] {
        for shift in [24, 16, 8, 0] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
    return bytes
}

/// Feeds bytes in pieces; returns the error that ended it.
private func breach(of connection: inout YamuxConnection, _ bytes: [UInt8], _ pieceBytes: Int) -> YamuxError?
{
    var rest = bytes[...]
    while !rest.isEmpty {
        do throws(YamuxError) {
            try connection.receive(rest.prefix(pieceBytes), now: .origin)
        } catch {
            return error
        }
        rest = rest.dropFirst(pieceBytes)
    }
    return nil
}

private func written(_ connection: inout YamuxConnection, _ bytes: [UInt8], _ stream: YamuxStreamID) -> Int {
    do throws(YamuxStreamError) {
        return try connection.write(bytes[...], to: stream)
    } catch {
        return -1
    }
}

/// A client, and a server that echoes.
private struct YamuxCheckPair {
    var client = YamuxConnection(role: .client, now: .origin)
    var server = YamuxConnection(role: .server, now: .origin)
    /// What came back to the client.
    var echoed: [YamuxStreamID: [UInt8]] = [:]
    var failure: YamuxError?

    private let pieceBytes: Int
    private var unsent: [YamuxStreamID: ArraySlice<UInt8>] = [:]
    private var owed: [YamuxStreamID: ArraySlice<UInt8>] = [:]
    private var ended: Set<YamuxStreamID> = []

    init(pieceBytes: Int) {
        self.pieceBytes = pieceBytes
    }

    /// Opens a stream from the client.
    mutating func open() -> YamuxStreamID {
        do throws(YamuxOpenError) {
            return try client.openStream(now: .origin)
        } catch {
            preconditionFailure("a few streams may always be opened")
        }
    }

    /// Has the client send the bytes and close its half.
    mutating func send(_ bytes: [UInt8], on stream: YamuxStreamID) {
        unsent[stream] = bytes[...]
        echoed[stream] = []
    }

    /// Runs until nothing moves.
    mutating func run() {
        while step() {}
    }

    private mutating func step() -> Bool {
        var isBusy = false
        for stream in echoed.keys.sorted() {
            isBusy = Self.pass(&unsent[stream], to: &client, stream, isLast: true) || isBusy
            isBusy = read(stream) || isBusy
        }
        while let event = server.pollEvent() {
            if case .remoteClosedWrite(let stream) = event { ended.insert(stream) }
            isBusy = true
        }
        while client.pollEvent() != nil { isBusy = true }
        for stream in server.streamIDs { isBusy = echo(stream) || isBusy }
        return carry() || isBusy
    }

    /// Writes what is left; returns whether anything was taken.
    private static func pass(
        _ waiting: inout ArraySlice<UInt8>?,
        to connection: inout YamuxConnection,
        _ stream: YamuxStreamID,
        isLast: Bool
    ) -> Bool {
        guard let bytes = waiting else { return false }
        do throws(YamuxStreamError) {
            let count = try connection.write(bytes, to: stream)
            waiting = bytes.dropFirst(count)
            if count == bytes.count, isLast {
                try connection.closeWrite(stream)
                waiting = nil
                return true
            }
            return count > 0
        } catch {
            waiting = nil
            return true
        }
    }

    private mutating func read(_ stream: YamuxStreamID) -> Bool {
        do throws(YamuxStreamError) {
            let bytes = try client.read(stream, maximum: .max, now: .origin)
            echoed[stream]?.append(contentsOf: bytes)
            return !bytes.isEmpty
        } catch {
            return false
        }
    }

    /// The server reads on only when it owes nothing.
    private mutating func echo(_ stream: YamuxStreamID) -> Bool {
        do throws(YamuxStreamError) {
            if owed[stream]?.isEmpty != false {
                owed[stream] = try server.read(stream, maximum: 65_536, now: .origin)[...]
            }
        } catch {
            return false
        }
        let isLast = ended.contains(stream) && server.readableByteCount(of: stream) == 0
        guard isLast || owed[stream]?.isEmpty == false else { return false }
        return Self.pass(&owed[stream], to: &server, stream, isLast: isLast)
    }

    /// Carries frames both ways.
    private mutating func carry() -> Bool {
        var (up, down): ([UInt8], [UInt8]) = ([], [])
        _ = client.writeFrames(into: &up, limit: 100_000)
        _ = server.writeFrames(into: &down, limit: 100_000)
        failure = failure ?? breach(of: &server, up, pieceBytes) ?? breach(of: &client, down, pieceBytes)
        return !(up.isEmpty && down.isEmpty)
    }
}
