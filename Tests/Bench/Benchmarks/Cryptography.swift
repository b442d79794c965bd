import Net

/// P3 to P5: the AEAD, the framing around it, and the handshake, on one core and without sockets.
enum Cryptography {
    private static let sizes = [64, 256, 1_024, 16_384, 65_519]
    /// Bytes that each measurement goes through.
    private static let volume = 64 << 20

    /// P3: our seal and open against OpenSSL's, bytes per second.
    static func aead() throws -> [BenchmarkResult] {
        try sizes.map { size in
            BenchmarkResult(
                "P3",
                "seal + open, \(size) bytes / openssl",
                pairs: try Pair.alternate(
                    { sealAndOpen(size) },
                    over: { try OpenSSLSpeed.chaChaPoly(messageBytes: size) }
                ),
                gate: size == 16_384 ? 0.6 : nil,
                aim: size == 16_384 ? 0.9 : nil
            )
        }
    }

    /// P4: records written and read back, against the bare AEAD.
    static func framing() throws -> [BenchmarkResult] {
        let bounds = [16_384: (0.9, 0.97), 256: (0.7, 0.85)]
        return try sizes.dropLast().map { size in
            var pair = try NoisePair()
            return BenchmarkResult(
                "P4",
                "Noise records, \(size) bytes / AEAD",
                pairs: try Pair.alternate({ try frame(size, &pair) }, over: { sealAndOpen(size) }),
                gate: bounds[size]?.0,
                aim: bounds[size]?.1
            )
        }
    }

    /// P5: one side of a handshake against the curve operations it cannot do without.
    static func handshakes() throws -> [BenchmarkResult] {
        let first = NoisePair.identity(1)
        let second = NoisePair.identity(2)
        var number: UInt64 = 0
        let pairs = try Pair.alternate(
            {
                let count = 500
                let seconds = try Clock.measure {
                    for _ in 0..<count {
                        number += 1
                        _ = try NoisePair.shakeHands(first, second, number: number)
                    }
                }
                return 2 * Double(count) / seconds
            },
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

    /// Bytes per second of sealing and of opening, taken together: what is sealed counts once, what is opened once.
    static func sealAndOpen(_ size: Int) -> Double {
        let cipher = ChaChaPoly(key: [UInt8](repeating: 1, count: ChaChaPoly.keyBytes))
        var buffer = [UInt8](repeating: 0, count: size + ChaChaPoly.tagBytes)
        let rounds = max(1, min(volume / size, 100_000))
        var areAuthentic = true
        let seconds = Clock.measure {
            for round in 0..<rounds {
                let nonce = ChaChaPoly.Nonce(counter: UInt64(round))
                cipher.seal(&buffer, plaintext: 0..<size, nonce: nonce)
                areAuthentic =
                    cipher.open(&buffer, ciphertext: 0..<buffer.count, nonce: nonce) && areAuthentic
            }
        }
        precondition(areAuthentic, "what was sealed opens")
        return 2 * Double(rounds) * Double(size) / seconds
    }

    private static func frame(_ size: Int, _ pair: inout NoisePair) throws -> Double {
        let message = [UInt8](repeating: 0, count: size)
        var wire: [UInt8] = []
        let rounds = max(1, min(volume / size, 100_000))
        var opened = 0
        let seconds = try Clock.measure {
            for _ in 0..<rounds {
                pair.initiator.append(message[...])
                wire = try pair.initiator.takeOutbound(replacement: wire)
                var rest = wire[...]
                while let plaintext = try pair.responder.open(&rest) { opened += plaintext.count }
            }
        }
        guard opened == rounds * size else { throw BenchmarkError("records got lost") }
        return 2 * Double(rounds) * Double(size) / seconds
    }
}
