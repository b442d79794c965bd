import ChatCore
import Testing

@Suite("Lines of the input")
struct LineSplitterTests {
    private func split(_ text: [UInt8], by size: Int) -> [LineSplitter.Line] {
        var splitter = LineSplitter()
        var lines: [LineSplitter.Line] = []
        var rest = text[...]
        while !rest.isEmpty {
            lines += splitter.append(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        if let last = splitter.finish() { lines.append(last) }
        return lines
    }

    @Test("Lines are the same however the bytes come", arguments: [1, 2, 3, 7, 1_000])
    func chunks(_ size: Int) {
        let text = Array("one\r\ntwo\n\n\r\n\u{0}\rx\nlast".utf8)
        let expected = ["one", "two", "", "", "\u{0}\rx", "last"].map {
            LineSplitter.Line.text(Array($0.utf8))
        }
        #expect(split(text, by: size) == expected)
        #expect(split(text + [10], by: size) == expected)
        #expect(split([], by: size) == [])
    }

    @Test("A line over the limit is counted, not kept", arguments: [1, 4_096, 1 << 20])
    func long(_ size: Int) {
        let limit = LineSplitter.maximumBytes
        let exact = [UInt8](repeating: 65, count: limit)
        #expect(split(exact + [13, 10], by: size) == [.text(exact)])
        #expect(split(exact + [65, 10], by: size) == [.tooLong(byteCount: limit + 1)])
        #expect(
            split(exact + exact + [10] + [66], by: size) == [.tooLong(byteCount: 2 * limit), .text([66])]
        )
    }
}
