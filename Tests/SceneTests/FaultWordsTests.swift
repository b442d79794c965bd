import FaultProxy
import Testing

@Suite("Fault words")
struct FaultWordsTests {
    @Test("Each word means one change")
    func words() throws {
        let words = ["delay=50ms", "jitter=2s", "rate=64KB", "chop", "stall", "stall=up", "cut"]
        let strikes = ["corrupt=down", "corrupt", "half-close=up", "reset", "roam"]
        #expect(
            try FaultWords.settings(words + strikes) == [
                .delay(.milliseconds(50)), .jitter(.seconds(2)), .rate(bytesPerSecond: 65536), .chop,
                .stall([.up, .down]), .stall([.up]), .cut, .strike(.corrupt(.down)), .strike(.corrupt(.up)),
                .strike(.halfClose(.up)), .strike(.reset), .strike(.roam),
            ]
        )
    }

    @Test(
        "A word that means nothing is refused",
        arguments: [
            "", "delay", "delay=5", "delay=61s", "delay=-1ms", "rate=5", "rate=0KB", "chop=1", "corrupt=left",
        ]
    )
    func refusals(word: String) {
        #expect(throws: FaultWords.Problem.self) { try FaultWords.settings([word]) }
    }
}
