import Testing

@testable import ScenePlayer

@Suite("Parts of scenes")
struct ScenePartTests {
    @Test(
        "A pattern's star stands for any run of characters",
        arguments: [
            ("abc", "abc", true), ("abc", "a*", true), ("abc", "*c", true), ("abc", "*b*", true),
            ("abc", "*", true), ("", "*", true), ("abc", "ab", false), ("abc", "*bc*c", false),
            ("aXbXc", "a*b*c", true), ("ab", "ab*b", false), ("a*c", "a*c", true), ("abc", "", false),
        ]
    )
    func patterns(text: String, pattern: String, isMatch: Bool) {
        #expect(EventPattern.matches(text, pattern: pattern) == isMatch)
    }

    @Test("Placeholders are filled, other braces stay")
    func templates() {
        let template = TextTemplate("{name} {n} {x} {fill:5} {fill:-1} {")
        #expect(template.text(number: 7, speaker: "anna") == "anna 7 {x} gossi {fill:-1} {")
        #expect(TextTemplate("{fill:16384}").text(number: 1, speaker: "").utf8.count == 16384)
    }

    @Test("Reserves never hand out the same port, also where they start at the same")
    func ports() {
        let reserves = [PortReserve(after: 20_000), PortReserve(after: 20_000)]
        let ports = (0..<10).flatMap { _ in reserves.map { $0.take() } }
        #expect(Set(ports).count == 20)
    }

    @Test("Times are whole numbers with a unit", arguments: ["5", "s", "1.5s", "5h", "-5s", ""])
    func badTimes(text: String) {
        #expect(Duration(sceneText: text) == nil)
    }

    @Test("Median and percentile are taken from the sorted times")
    func statistics() {
        let statistics = LatencyStatistics((1...100).reversed().map { Duration.milliseconds($0) })
        #expect(statistics.count == 100)
        #expect(statistics.median == .milliseconds(51))
        #expect(statistics.percentile95 == .milliseconds(96))
        #expect(statistics.slowest == .milliseconds(100))
    }

    @Test("An event keeps texts, numbers, truth values and lists")
    func events() throws {
        let line = #"{"event":"message","text":"a\"b","time":12,"self":true,"list":["x","y"],"none":null}"#
        let event = try #require(PeerEvent(line: line, time: .now))
        #expect(event.name == "message")
        #expect(event["text"] == "a\"b")
        #expect(event["time"] == "12")
        #expect(event["self"] == "true")
        #expect(event["list"] == "x y")
        #expect(event["none"] == nil)
    }

    @Test("A line that is no event is refused", arguments: ["", "{}", "[1]", "nonsense", #"{"event":1}"#])
    func notEvents(line: String) {
        #expect(PeerEvent(line: line, time: .now) == nil)
    }
}
