import Net

/// Noise XX handshakes between two fixed identities, with other ephemeral keys each time.
package struct HandshakeWorkload {
    private let first = NoisePair.identity(1)
    private let second = NoisePair.identity(2)
    private var number: UInt64 = 0

    mutating func run(_ count: Int) -> Bool {
        for _ in 0..<count {
            number += 1
            guard NoisePair.shakeHands(first, second, number: number) != nil else { return false }
        }
        return true
    }
}
