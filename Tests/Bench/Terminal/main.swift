import ChatCore
import ChatTerminal
import Glibc
import Net

/// Measures the terminal without a terminal: a room of 100,000 lines scrolled and searched, and messages that
/// arrive in a flood. One picture has 16.6 ms. Prints one JSON object: for each figure the median and the
/// worst, in milliseconds of processor time, so that what else the machine does is not counted. Ends with
/// status 1 when something took longer than a picture.

let lineCount = 100_000
let frameMilliseconds = 1_000.0 / 60

/// The processor time of this thread, in milliseconds.
func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1_000 + Double(time.tv_nsec) / 1e6
}

func milliseconds(_ body: () -> Void) -> Double {
    let start = processorTime()
    body()
    return processorTime() - start
}

struct Terminal {
    var model: TerminalModel
    let author = KeyPair(seed: Array(repeating: 2, count: 32)).peerID
    let moment = Moment(milliseconds: 1_795_348_800_000)

    init() {
        model = TerminalModel(
            size: Size(width: 200, height: 60),
            nick: "me",
            rooms: [.lobby],
            engine: .native
        )
    }

    mutating func receive(_ number: Int) {
        let texts = [
            "a short line", "a line with 漢字 and 👨‍👩‍👧 in it, and https://example.org/page to look at",
            String(repeating: "a long line that has to be broken ", count: 12),
        ]
        let message = ChatMessage(
            room: .lobby,
            id: [],
            author: author,
            nick: "bob",
            text: "\(texts[number % 3]) #\(number).",
            milliseconds: moment.milliseconds,
            kind: .text,
            isOwn: false
        )
        _ = model.receive(.event(.message(message)), at: moment)
    }

    mutating func press(_ name: String) {
        if let key = Key(text: name) { _ = model.receive(.key(key), at: moment) }
    }

    mutating func enter(_ text: String) {
        for character in text { _ = model.receive(.key(Key(.character(character))), at: moment) }
        press("Enter")
    }

    func draw() -> Int { TerminalView.screen(of: model).cells.count }
}

/// The median and the worst of some measurements.
func figure(_ name: String, _ values: [Double]) -> (text: String, isWithin: Bool) {
    let sorted = values.sorted()
    let worst = sorted[sorted.count - 1]
    let rounded = [sorted[sorted.count / 2], worst].map { ($0 * 1_000).rounded() / 1_000 }
    let isWithin = worst <= frameMilliseconds
    return (
        "\"\(name)\": {\"median_ms\": \(rounded[0]), \"worst_ms\": \(rounded[1]), \"within_frame\": \(isWithin)}",
        isWithin
    )
}

var terminal = Terminal()
var drawn = 0
let filling = milliseconds { for number in 0..<lineCount { terminal.receive(number) } }

var pages: [Double] = []
for _ in 0..<300 {
    pages.append(
        milliseconds {
            terminal.press("PageUp"); drawn += terminal.draw()
        }
    )
}
var jumps: [Double] = []
for _ in 0..<20 {
    jumps.append(
        milliseconds {
            terminal.press("Ctrl-Home"); drawn += terminal.draw()
        }
    )
    jumps.append(
        milliseconds {
            terminal.press("Ctrl-End"); drawn += terminal.draw()
        }
    )
}
// The line that is found lies at the far end, and a search for what is nowhere looks at all of them.
var searches: [Double] = []
for round in 0..<20 {
    searches.append(
        milliseconds {
            terminal.enter("/search nowhere\(round)"); drawn += terminal.draw()
        }
    )
    searches.append(
        milliseconds {
            terminal.enter("/search #\(round)."); drawn += terminal.draw()
        }
    )
}
terminal.press("Escape")
terminal.press("Escape")
// A second of a flood: 1,000 messages and 60 pictures, a key before each.
var frames: [Double] = []
for frame in 0..<120 {
    frames.append(
        milliseconds {
            for number in 0..<17 { terminal.receive(frame * 17 + number) }
            terminal.press("x")
            drawn += terminal.draw()
        }
    )
}

let figures = [
    figure("page_up", pages), figure("jump", jumps), figure("search", searches),
    figure("flood_frame", frames),
]
print(
    "{\"lines\": \(lineCount), \"fill_ms\": \(filling.rounded()), \(figures.map(\.text).joined(separator: ", ")), \"cells\": \(drawn)}"
)
exit(figures.allSatisfy(\.isWithin) ? 0 : 1)
