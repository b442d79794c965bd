import Net

/// P3 to P5: the AEAD, the framing around it, and the handshake, on one core and without sockets.
enum Cryptography {
    private static let sizes = [64, 256, 1_024, 16_384, 65_519]
    /// Bytes that each measurement goes through.
    private static let volume = 64 << 20

    /// How often a message of that size is repeated in a measurement.
    static func repetitions(_ size: Int, of volume: Int = volume) -> Int {
        max(1, min(volume / size, 100_000))
    }

    /// P3: our seal and open against OpenSSL's, bytes per second.
    static func aead() throws -> [BenchmarkResult] {
        try sizes.map { size in
            var ours = try NativeWorkload("aead-\(size)")
            let pairs = try Pair.alternate(
                { try ours.bytesPerSecond(size) },
                over: { try OpenSSLSpeed.chaChaPoly(messageBytes: size) }
            )
            return BenchmarkResult(
                "P3",
                "seal + open, \(size) bytes / openssl",
                pairs: pairs,
                gate: size == 16_384 ? 0.6 : nil,
                aim: size == 16_384 ? 0.9 : nil,
                processorSecondsPerGigabyte: 1e9 / Statistics(pairs.map(\.numerator)).median
            )
        }
    }

    /// P4: records written and read back, against the bare AEAD.
    static func framing() throws -> [BenchmarkResult] {
        let bounds = [16_384: (0.9, 0.97), 256: (0.7, 0.85)]
        return try sizes.dropLast().map { size in
            var records = try NativeWorkload("records-\(size)")
            var aead = try NativeWorkload("aead-\(size)")
            let pairs = try Pair.alternate(
                { try records.bytesPerSecond(size) },
                over: { try aead.bytesPerSecond(size) }
            )
            return BenchmarkResult(
                "P4",
                "Noise records, \(size) bytes / AEAD",
                pairs: pairs,
                gate: bounds[size]?.0,
                aim: bounds[size]?.1,
                processorSecondsPerGigabyte: 1e9 / Statistics(pairs.map(\.numerator)).median
            )
        }
    }

    /// P5: one side of a handshake against the curve operations it cannot do without.
    static func handshakes() throws -> [BenchmarkResult] {
        var handshakes = try NativeWorkload("handshakes")
        let pairs = try Pair.alternate(
            { 2 / (try handshakes.secondsEach(500)) },
            over: {
                let curve = try OpenSSLSpeed.x25519()
                let signature = try OpenSSLSpeed.ed25519()
                return 1 / (4 * curve + signature.sign + signature.verify)
            }
        )
        return [
            BenchmarkResult(
                "P5",
                "sides of a handshake per second / openssl",
                pairs: pairs,
                gate: 0.5,
                aim: 0.85
            )
        ]
    }
}

extension NativeWorkload {
    /// Bytes per second: what is written counts once and what is read once.
    fileprivate mutating func bytesPerSecond(_ size: Int) throws -> Double {
        2 * Double(size) / (try secondsEach(Cryptography.repetitions(size)))
    }
}
