import Net

/// Every operation of the stack on a secret. `TimingProbe` measures one: two classes of secrets, Welch's t.
package enum TimingProbes {
    /// All probes; the last shows that a leak is found.
    package static var all: [TimingProbe] { [forgedTag, sharedSecret, signature, encryption, comparison] }

    /// Measures each and tells line by line; a suspicion is confirmed by three measurements or dropped.
    ///
    /// - Returns: Whether everything is as it should be.
    package static func run(clock: () -> Int64, tell: (String) -> Void) -> Bool {
        var isRight = true
        for probe in all {
            var values: [Double] = []
            for seed in 1...3 as ClosedRange<UInt64> {
                values.append(probe.measure(seed: seed, clock: clock))
                if abs(values[values.count - 1]) < TimingProbe.bound { break }
            }
            let isDifferent =
                values.allSatisfy { $0 >= TimingProbe.bound }
                || values.allSatisfy { $0 <= -TimingProbe.bound }
            let isExpected = isDifferent == probe.isLeaky
            isRight = isRight && isExpected
            let t = values.map { String(Int($0)) }.joined(separator: ", ")
            tell((isExpected ? "ok    " : "FAIL  ") + probe.name + ": t = " + t)
        }
        return isRight
    }

    private static var forgedTag: TimingProbe {
        let cipher = ChaChaPoly(key: [UInt8](repeating: 7, count: 32))
        let nonce = ChaChaPoly.Nonce(counter: 1)
        var sealed = [UInt8](repeating: 1, count: 64 + 16)
        cipher.seal(&sealed, plaintext: 0..<64, nonce: nonce)
        return TimingProbe("a forged tag, wrong in its first or its last byte", rounds: 40_000) {
            isOther,
            _ in
            var record = sealed
            record[isOther ? 79 : 64] ^= 1
            return { cipher.open(&record, ciphertext: 0..<80, nonce: nonce) }
        }
    }

    private static var sharedSecret: TimingProbe {
        let peer = X25519.publicKey(of: [UInt8](repeating: 9, count: 32))
        return TimingProbe("X25519 with a fixed key or a random one", rounds: 6_000) { isOther, random in
            let fresh = random.bytes(32)
            let key = isOther ? fresh : [UInt8](repeating: 0, count: 31) + [64]
            return { X25519.sharedSecret(privateKey: key, publicKey: peer[...])?.first == 0 }
        }
    }

    private static var signature: TimingProbe {
        TimingProbe("an Ed25519 signature by a fixed key or a random one", rounds: 6_000) { isOther, random in
            let fresh = random.bytes(32)
            let pair = KeyPair(seed: isOther ? fresh : [UInt8](repeating: 0, count: 32))
            let message = random.bytes(64)
            return { pair.sign(message).first == 0 }
        }
    }

    private static var encryption: TimingProbe {
        TimingProbe("a record of zeros or of anything", rounds: 40_000) { isOther, random in
            let fresh = random.bytes(256)
            let cipher = ChaChaPoly(key: [UInt8](repeating: 3, count: 32))
            var record =
                (isOther ? fresh : [UInt8](repeating: 0, count: 256)) + [UInt8](repeating: 0, count: 16)
            return {
                cipher.seal(&record, plaintext: 0..<256, nonce: ChaChaPoly.Nonce(counter: 1))
                return record[271] == 0
            }
        }
    }

    /// What nobody should do with a secret.
    private static var comparison: TimingProbe {
        let secret = [UInt8](repeating: 5, count: 4_096)
        return TimingProbe(
            "(a leak, to be found) an array compared until it differs",
            rounds: 20_000,
            isLeaky: true
        ) {
            isOther,
            _ in
            var guess = secret
            guess[isOther ? 4_095 : 0] ^= 1
            return {
                for index in guess.indices where guess[index] != secret[index] { return false }
                return true
            }
        }
    }
}
