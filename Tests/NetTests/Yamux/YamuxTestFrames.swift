@testable import Net

/// Bytes of a frame, as a peer would write them; nothing is checked.
func frame(
    _ type: UInt8,
    flags: UInt16 = 0,
    id: UInt32,
    length: UInt32,
    body: [UInt8] = [],
    version: UInt8 = 0
) -> [UInt8] {
    var bytes: [UInt8] = [version, type]
    bytes += [UInt8(flags >> 8), UInt8(flags & 0xff)]
    for word in [id, length] {
        for shift in [UInt32(24), 16, 8, 0] { bytes.append(UInt8(word >> shift & 0xff)) }
    }
    return bytes + body
}

/// A data frame with that body.
func dataFrame(_ id: UInt32, _ body: [UInt8], flags: UInt16 = 0) -> [UInt8] {
    frame(0, flags: flags, id: id, length: UInt32(body.count), body: body)
}

/// Flags on the wire.
let syn: UInt16 = 1
let ack: UInt16 = 2
let fin: UInt16 = 4
let rst: UInt16 = 8

/// A generator for tests: the same seed, the same numbers.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
        return z ^ z >> 31
    }
}

extension YamuxConnection {
    /// Everything that is ready to be sent.
    mutating func drainFrames(limit: Int = 1 << 20) -> [UInt8] {
        var bytes: [UInt8] = []
        while writeFrames(into: &bytes, limit: limit) {}
        return bytes
    }

    /// Every event there is.
    mutating func drainEvents() -> [YamuxEvent] {
        var events: [YamuxEvent] = []
        while let event = pollEvent() { events.append(event) }
        return events
    }

    /// The headers among what is ready to be sent.
    mutating func drainHeaders() -> [YamuxHeader] {
        var input = drainFrames()[...]
        var reader = YamuxFrameReader()
        var headers: [YamuxHeader] = []
        while let item = try? reader.next(&input) {
            if case .header(let header) = item { headers.append(header) }
        }
        return headers
    }

    /// A server that has already sent its first ping, so that what it sends next is what the test caused.
    static func quietServer(_ configuration: YamuxConfiguration = YamuxConfiguration()) -> YamuxConnection {
        var server = YamuxConnection(role: .server, configuration: configuration, now: .origin)
        server.ping(now: .origin)
        _ = server.drainFrames()
        return server
    }

    mutating func receive(_ bytes: [UInt8]) throws(YamuxError) {
        try receive(bytes[...], now: .origin)
    }
}
