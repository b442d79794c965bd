/// One number for all that happened in a run, in order: two runs with one hash were the same.
struct TraceHash {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ number: UInt64) {
        var mixed = (value ^ number) &* 0x9E37_79B9_7F4A_7C15
        mixed ^= mixed >> 29
        value = mixed &* 0xBF58_476D_1CE4_E5B9
    }

    mutating func add(_ number: Int) {
        add(UInt64(truncatingIfNeeded: number))
    }

    /// The length and the bytes, eight at a time.
    mutating func add(_ bytes: [UInt8]) {
        add(bytes.count)
        var word: UInt64 = 0
        var filled = 0
        for byte in bytes {
            word = word << 8 | UInt64(byte)
            filled += 1
            if filled == 8 {
                add(word)
                word = 0
                filled = 0
            }
        }
        if filled > 0 { add(word) }
    }
}
