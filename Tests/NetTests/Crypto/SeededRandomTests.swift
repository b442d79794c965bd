import Net
import Testing

@Suite("Random generators")
struct SeededRandomTests {
    @Test("The generator is the ChaCha20 keystream of its seed (RFC 8439, appendix A.1, vectors 1 and 2)")
    func isTheKeystream() {
        var random = SeededRandom(seed: [UInt8](repeating: 0, count: 32))
        #expect(
            Hex.encode(random.bytes(128))
                == "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7"
                + "da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586"
                + "9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed"
                + "29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f"
        )
    }

    @Test("Numbers are taken from the same keystream, little-endian, across its buffers")
    func numbersAndBytesAgree() {
        var numbers = SeededRandom(seed: 42)
        var bytes = SeededRandom(seed: 42)
        for _ in 0..<200 {
            let expected = bytes.bytes(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
            #expect(numbers.next() == expected)
        }
    }

    @Test("One seed gives one stream, another seed another")
    func seeds() {
        var first = SeededRandom(seed: 1)
        var same = SeededRandom(seed: 1)
        var other = SeededRandom(seed: 2)
        let bytes = first.bytes(1000)
        #expect(same.bytes(1000) == bytes)
        #expect(other.bytes(1000) != bytes)
        #expect(first.bytes(0) == [])
    }

    @Test("The simulation's generator is SplitMix64")
    func splitMix() {
        var random = SimulationRandom(seed: 1_234_567)
        #expect(random.next() == 6_457_827_717_110_365_317)
        #expect(random.next() == 3_203_168_211_198_807_973)
    }
}
