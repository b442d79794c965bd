import NativeSystem
import Testing

@Suite("Checksum")
struct ChecksumTests {
    @Test(
        "The published values of FNV-1a",
        arguments: [
            ("", 0xCBF2_9CE4_8422_2325 as UInt64), ("a", 0xAF63_DC4C_8601_EC8C),
            ("foobar", 0x8594_4171_F739_67E8),
        ]
    )
    func published(text: String, expected: UInt64) {
        #expect(Checksum.fnv1a(text.utf8) == expected)
    }
}
