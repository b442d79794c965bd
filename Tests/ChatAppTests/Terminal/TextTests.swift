import Net
import Testing

@testable import ChatTerminal

@Suite("Display width and wrapping")
struct TextTests {
    @Test(
        "Text takes the columns that terminals give it",
        arguments: [
            ("abc", 3), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("한글", 4), ("\u{1112}\u{1161}\u{11AB}", 2),
            ("ｶﾅ", 2),
            ("Ａ", 2), ("😀", 2), ("👍🏽", 2), ("👨‍👩‍👧", 2), ("🇩🇪", 2), ("🇩🇪🇫🇷", 4), ("❤\u{FE0F}", 1),
            ("1\u{FE0F}\u{20E3}", 1), ("👨‍👩‍👧‍👦", 2), ("👩🏽‍❤️‍💋‍👩🏽", 2),
            ("🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", 2), ("\u{1FA77}", 2),
            ("\u{1FAE9}", 2), ("\u{200B}", 0), ("नमस्ते", 4), ("—…", 2), ("", 0), ("┃█▌", 3),
        ]
    )
    func width(text: String, columns: Int) {
        #expect(DisplayWidth.columns(of: text) == columns)
    }

    @Test("Splitting into cells keeps all of ordinary text")
    func splitKeepsText() {
        let emoji = "👨🏽‍👩🏽‍👧🏽‍👦🏽 👩🏽‍❤️‍💋‍👩🏽 🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}"
        for text in ["Grüße, 漢字 und 👨‍👩‍👧 e\u{301}", "नमस्ते दुनिया", "a\nb", emoji] {
            #expect(TextCluster.split(text).map(\.text).joined() == text)
        }
    }

    @Test("A stack of marks is cut off, so that it cannot climb into other lines")
    func marks() {
        let text = "a" + String(repeating: "\u{301}", count: 200) + "b"
        let clusters = TextCluster.split(text)
        #expect(clusters.count == 2)
        #expect(clusters[0].text.unicodeScalars.count == TextCluster.maximumScalars)
    }

    @Test("No row exceeds the width, and nothing but the breaks is lost", arguments: 0..<80)
    func wrapping(seed: Int) {
        var random = SimulationRandom(seed: UInt64(seed))
        let pieces = ["a", "word", " ", "  ", "\n", "漢字", "😀", "longerword", "👍🏽", "e\u{301}", "-", "🇩🇪"]
        let count = Int.random(in: 0..<60, using: &random)
        let text = (0..<count).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
        let clusters = TextCluster.split(text)
        let width = Int.random(in: 1...30, using: &random)
        let rows = LineWrapper(width: width).rows(of: clusters)
        var place = 0
        for row in rows {
            #expect(clusters[row].reduce(0) { $0 + $1.columns } <= max(2, width), "seed \(seed)")
            let skipped = clusters[place..<max(place, row.lowerBound)]
            #expect(skipped.allSatisfy { $0.text == " " || $0.text == "\n" }, "seed \(seed)")
            #expect(row.lowerBound >= place)
            place = row.upperBound
        }
        #expect(clusters[place...].allSatisfy { $0.text == " " }, "seed \(seed)")
        #expect(LineWrapper(width: width).rowCount(of: text) == rows.count)
    }

    @Test(
        "Rows are broken where people would",
        arguments: [
            ("hello world", 7, ["hello", "world"]),
            ("hello world", 11, ["hello world"]),
            ("abcdefgh", 3, ["abc", "def", "gh"]),
            ("ab cdefgh", 4, ["ab", "cdef", "gh"]),
            ("漢字漢字", 5, ["漢字", "漢字"]),
            ("ab漢字", 4, ["ab漢", "字"]),
            ("a\n\nb", 5, ["a", "", "b"]),
            ("", 5, [""]),
        ]
    )
    func breaks(text: String, width: Int, expected: [String]) {
        let clusters = TextCluster.split(text)
        let rows = LineWrapper(width: width).rows(of: clusters).map { clusters[$0].map(\.text).joined() }
        #expect(rows == expected)
    }

    @Test(
        "Links are found to their end and no further",
        arguments: [
            ("see https://a.example/x?y=1, ok", ["https://a.example/x?y=1"]),
            ("(http://b.example)", ["http://b.example"]),
            ("https:// nothing", []), ("xhttp://c.example", ["http://c.example"]), ("no link", []),
        ]
    )
    func links(text: String, expected: [String]) {
        let clusters = TextCluster.split(text)
        #expect(LinkFinder.ranges(in: clusters).map { clusters[$0].map(\.text).joined() } == expected)
    }

    @Test("Times and amounts read well")
    func formats() {
        #expect(Format.interval(.microseconds(850)) == "850 µs")
        #expect(Format.interval(.milliseconds(12)) == "12 ms")
        #expect(Format.interval(.milliseconds(3_450)) == "3.4 s")
        #expect(Format.bytes(512) == "512 B")
        #expect(Format.bytes(1_536) == "1.5 KiB")
        #expect(Format.bytes(UInt64.max) == "15 EiB")
        #expect(Format.number(-3.456) == "-3.46")
        #expect(Format.number(.infinity) == "∞")
        #expect(Format.padded("漢字漢", to: 4) == "漢… ")
        let time = LocalTime(milliseconds: 1_795_348_800_000, utcOffset: 3_600)
        #expect(time.clock(withSeconds: true) == "13:00:00")
        #expect(time.date == "Sunday, 22 November 2026")
        #expect(LocalTime(milliseconds: .max, utcOffset: 0).date == "Friday, 31 December 9999")
    }
}
