import Net

/// What went over one connection, and what is still to go.
struct Flow {
    /// Whether what comes is sent back.
    var isEcho = false

    /// When that many bytes have come, the test is told.
    var awaitedBytes: Int?

    private var outbound: [UInt8] = []
    private var patternBytesLeft = 0
    private var patternOffset = 0
    private var takenBytes = 0
    private var sentBytes = 0
    private var receivedBytes = 0
    private var digest: UInt64 = 0xcbf2_9ce4_8422_2325

    /// Sends these bytes.
    mutating func append(_ bytes: [UInt8]) {
        outbound += bytes
    }

    /// Sends that many bytes of the pattern: the byte at offset `i` is `i * 7 + i / 256`, modulo 256.
    mutating func appendPattern(_ count: Int) {
        patternBytesLeft += count
    }

    /// Sends that many bytes of the pattern, all of them at once.
    mutating func appendBurst(_ count: Int) {
        outbound += patternBytes(count)
    }

    private mutating func patternBytes(_ count: Int) -> [UInt8] {
        defer { patternOffset += count }
        return (patternOffset..<(patternOffset + count)).map { offset in
            UInt8(truncatingIfNeeded: offset &* 7 &+ offset >> 8)
        }
    }

    /// Bytes for the transport, at most `ConformanceClient.maximumOutstandingBytes` on their way at a time.
    mutating func take() -> [UInt8] {
        let room = max(
            0,
            ConformanceClient.maximumOutstandingBytes - (takenBytes - sentBytes) - outbound.count
        )
        let count = min(room, patternBytesLeft)
        let bytes = outbound + patternBytes(count)
        patternBytesLeft -= count
        outbound = []
        takenBytes += bytes.count
        return bytes
    }

    /// The transport handed this many bytes to the kernel.
    mutating func noteSent(_ count: Int) {
        sentBytes += count
    }

    /// Whether more can be handed over.
    var wantsFlush: Bool {
        patternBytesLeft > 0 && takenBytes - sentBytes < ConformanceClient.maximumOutstandingBytes
    }

    /// Notes bytes that came: their number and their FNV-1a digest, in order.
    mutating func receive(_ bytes: ArraySlice<UInt8>) -> Bool {
        receivedBytes += bytes.count
        for byte in bytes { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01b3 }
        if isEcho { outbound += bytes }
        return true
    }

    /// `TOTAL DIGEST` once, when what was awaited has come.
    mutating func reachedLine() -> String? {
        guard let awaitedBytes, receivedBytes >= awaitedBytes else { return nil }
        self.awaitedBytes = nil
        return "\(receivedBytes) \(digest)"
    }

    /// `RECEIVED DIGEST TAKEN SENT`.
    var counts: String {
        "\(receivedBytes) \(digest) \(takenBytes) \(sentBytes)"
    }
}
