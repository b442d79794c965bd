/// The generator of everything random in the core: the ChaCha20 keystream of a seed that the driver supplies.
///
/// With a secret seed of the system's entropy its output is fit for keys; with a known seed a run can be
/// replayed.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    /// The length of a seed, in bytes.
    package static let seedBytes = 32

    /// How much keystream is made at a time: four ChaCha20 blocks, which fit the vector code.
    private static let bufferBytes = 256

    private let seed: [UInt8]
    private var nextBlock: UInt64 = 0
    private var buffer: [UInt8] = []
    private var position = 0

    /// A generator whose output depends on `seed` alone.
    ///
    /// - Parameter seed: Exactly 32 bytes; secret, from the system's entropy, where the output must be.
    package init(seed: [UInt8]) {
        precondition(seed.count == Self.seedBytes, "a seed is 32 bytes")
        self.seed = seed
    }

    /// A generator for tests: the number is the seed, followed by zeros.
    package init(seed: UInt64) {
        var bytes = [UInt8](repeating: 0, count: Self.seedBytes)
        for index in 0..<8 {
            bytes[index] = UInt8(truncatingIfNeeded: seed >> UInt64(8 * index))
        }
        self.init(seed: bytes)
    }

    /// The next 64 bits.
    package mutating func next() -> UInt64 {
        if buffer.count - position < 8 { refill() }
        var value: UInt64 = 0
        for index in 0..<8 {
            value |= UInt64(buffer[position + index]) << UInt64(8 * index)
        }
        position += 8
        return value
    }

    /// The next `count` random bytes.
    package mutating func bytes(_ count: Int) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(count)
        while result.count < count {
            if position == buffer.count { refill() }
            let taken = min(count - result.count, buffer.count - position)
            result.append(contentsOf: buffer[position..<position + taken])
            position += taken
        }
        return result
    }

    private mutating func refill() {
        buffer = ChaCha20.keystream(key: seed, firstBlock: nextBlock, byteCount: Self.bufferBytes)
        nextBlock += UInt64(Self.bufferBytes / ChaCha20.blockBytes)
        position = 0
    }
}
