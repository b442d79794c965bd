import Net
import Testing

@Suite("Varint")
struct VarintTests {
    @Test(
        "The specification's values are written and read",
        arguments: [
            (1, "01"), (127, "7f"), (128, "8001"), (255, "ff01"), (300, "ac02"), (16384, "808001"),
            (UInt64(1) << 63 - 1, "ffffffffffffffff7f"), (0, "00"),
        ] as [(UInt64, String)]
    )
    func roundTrip(value: UInt64, hex: String) throws {
        var bytes: [UInt8] = []
        Varint.append(value, to: &bytes)
        #expect(Hex.encode(bytes) == hex)
        #expect(Varint.encodedLength(value) == bytes.count)
        let decoded = try #require(try Varint.decode((bytes + [0xFF])[...]))
        #expect(decoded == (value, bytes.count))
        for prefix in properPrefixes(of: bytes) {
            #expect(try Varint.decode(prefix) == nil)
        }
    }

    @Test("Every power of two, and the number below it, comes back")
    func powersOfTwo() throws {
        for exponent in 0..<63 {
            for value in [UInt64(1) << exponent, UInt64(1) << exponent - 1] {
                var bytes: [UInt8] = []
                Varint.append(value, to: &bytes)
                #expect(Varint.encodedLength(value) == bytes.count)
                #expect(try Varint.decode(bytes[...])?.value == value)
            }
        }
    }

    @Test(
        "More bytes than needed, or more than nine, are refused",
        arguments: ["8000", "818000", "ffffffffffffffffff01", "80808080808080808001", "808080808080808080"]
    )
    func overlong(hex: String) throws {
        let bytes = try #require(Hex.decode(hex))
        #expect(throws: VarintError.overlong) { try Varint.decode(bytes[...]) }
    }

    @Test("Two to the 63 has ten bytes and is refused")
    func tenBytes() {
        var bytes: [UInt8] = []
        Varint.append(1 << 63, to: &bytes)
        #expect(bytes.count == 10 && Varint.encodedLength(1 << 63) == 10)
        #expect(throws: VarintError.overlong) { try Varint.decode(bytes[...]) }
    }

    @Test("Taking moves past the varint, and an unfinished one is an error")
    func take() throws {
        var bytes: ArraySlice<UInt8> = [0xAC, 0x02, 0x07, 0x80]
        #expect(try Varint.take(from: &bytes) == 300)
        #expect(try Varint.take(from: &bytes) == 7)
        #expect(throws: VarintError.truncated) { try Varint.take(from: &bytes) }
    }
}
