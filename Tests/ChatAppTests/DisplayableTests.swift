import ChatCore
import Testing

@Suite("Remote text made printable")
struct DisplayableTests {
    @Test(
        "What could act on a terminal is shown instead",
        arguments: [
            ("plain", "plain"), ("\u{1B}[2J", "^[[2J"), ("\u{1B}]52;c;x\u{7}", "^[]52;c;x^G"),
            ("a\u{0}b", "a^@b"),
            ("a\u{7F}", "a^?"), ("a\rb", "a^Mb"), ("a\nb", "a⏎b"), ("a\tb", "a    b"),
            ("\u{9B}31m", "\u{FFFD}31m"),
            ("\u{202E}abc", "<U+202E>abc"), ("a\u{200B}b", "a<U+200B>b"), ("\u{FEFF}a", "<U+FEFF>a"),
            ("a\u{2028}b", "a⏎b"), ("\u{FFFF}", "\u{FFFD}"), ("\u{E0041}", "<U+E0041>"), ("\u{1B}", "^["),
        ]
    )
    func controls(_ raw: String, _ shown: String) {
        #expect(Displayable(raw).text == shown)
    }

    @Test(
        "Ordinary text of any script is left alone",
        arguments: [
            "äöü ß", "你好世界", "שלום עולם", "مرحبا", "नमस्ते", "ไทย", "e\u{301}", "👩‍👩‍👧‍👦", "👍🏽", "❤️", "🇩🇪", "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
            "می‌خواهم", "한국어",
        ]
    )
    func ordinary(_ text: String) {
        #expect(Displayable(text).text == text)
    }

    @Test("Marks and invisible characters are shown in small numbers only")
    func caps() {
        let zalgo = "a" + String(repeating: "\u{301}", count: 5_000) + "b"
        #expect(Displayable(zalgo).text.unicodeScalars.count == 1 + Displayable.maximumMarks + 1 + 1)
        let marks = String(repeating: "\u{200E}", count: 2_000)
        #expect(Displayable(marks).text == String(repeating: "<U+200E>", count: 4) + "…")
        #expect(Displayable("\u{301}x").text == "\u{25CC}\u{301}x")
        let jamo = String(repeating: "\u{1100}", count: 1_000)
        #expect(Displayable(jamo).text.allSatisfy { $0.unicodeScalars.count <= 24 })
        let joined = String(repeating: "👩\u{200D}", count: 1_000)
        #expect(Displayable(joined).text.allSatisfy { $0.unicodeScalars.count <= 26 })
    }

    @Test("What is too long ends in a marker")
    func length() {
        #expect(Displayable("abcdef", limit: 3).text == "abc…")
        #expect(Displayable("abc", limit: 3).text == "abc")
        #expect(
            Displayable(String(repeating: "x", count: 1 << 20)).text.count == Displayable.maximumScalars + 1
        )
    }

    @Test("Lines are broken at every kind of line end, and counted where there are too many")
    func lines() {
        #expect(Displayable.lines("a\nb\r\nc\u{2028}d").map(\.text) == ["a", "b", "c", "d"])
        #expect(Displayable.lines("").map(\.text) == [""])
        #expect(Displayable.lines("a\n").map(\.text) == ["a", ""])
        #expect(Displayable.lines("1\n2\n3\n4", limit: 2).map(\.text) == ["1", "2", "4", "… 1 more lines"])
    }

    @Test("Whatever the bytes, nothing that controls a terminal comes out", arguments: 0..<200)
    func anything(_ seed: UInt64) {
        var random = Generator(state: seed &+ 1)
        let interesting: [UInt32] = [
            0x1B, 0x07, 0x9B, 0x00, 0x7F, 0x85, 0x202E, 0x2066, 0x200D, 0x200B, 0x301, 0xFE0F, 0xE0041,
            0x1F3F4, 0x0A, 0x0D,
            0x1100, 0x1F469, 0x41, 0xFEFF,
        ]
        var text = ""
        for _ in 0..<200 {
            let value =
                random.next() % 2 == 0
                ? interesting.randomElement(using: &random) : random.next(upTo: 0x110000)
            if let scalar = Unicode.Scalar(value ?? 0) { text.unicodeScalars.append(scalar) }
        }
        let lines = Displayable.lines(text) + [Displayable(text)]
        for line in lines {
            for scalar in line.text.unicodeScalars {
                #expect(scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value))
                #expect(
                    ![0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069].contains(
                        scalar.value
                    )
                )
            }
            #expect(Displayable(line.text, limit: .max) == line)
        }
    }
}

/// A small generator, so that a failure names its seed.
private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }

    mutating func next(upTo limit: UInt32) -> UInt32 {
        UInt32(truncatingIfNeeded: next() >> 16) % limit
    }
}
