import Glibc
import NativeSystem

/// Whether the terminal's background is light, so that the theme `auto` is legible on it.
struct TerminalBackground {
    /// Whether it is light; nil where nobody tells.
    let isLight: Bool?
    /// What was typed while the terminal was asked.
    let typed: [UInt8]

    /// How long the answer may take, in milliseconds. A terminal that has none answers what follows at once.
    private static let patience: Int32 = 150
    /// Asks for the background's colour (OSC 11), and then for something that every terminal answers.
    private static let question = "\u{1B}]11;?\u{1B}\\\u{1B}[c"

    /// Asks the terminal, or else `COLORFGBG`.
    ///
    /// - Parameter modes: The terminal's modes as they were found; they are the same afterwards.
    static func ask(_ modes: termios, asksTerminal: Bool) -> TerminalBackground {
        guard asksTerminal else { return TerminalBackground(isLight: told, typed: []) }
        var raw = modes
        cfmakeraw(&raw)
        tcsetattr(STDIN_FILENO, TCSANOW, &raw)
        TerminalModes.send(question)
        let answer = read()
        var modes = modes
        tcsetattr(STDIN_FILENO, TCSANOW, &modes)
        let parts = parse(answer)
        return TerminalBackground(isLight: parts.isLight ?? told, typed: parts.rest)
    }

    /// Reads until the second answer is there, or patience ends.
    private static func read() -> [UInt8] {
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1_024)
        let start = WallClock.milliseconds
        while answer.count < 8_192 {
            let left = Int64(patience) - Int64(WallClock.milliseconds &- start)
            var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            guard left > 0, poll(&descriptor, 1, Int32(left)) > 0 else { break }
            let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
            guard count > 0 else { break }
            answer += buffer[..<count]
            if attributes(in: answer) != nil { break }
        }
        return answer
    }

    /// Takes the answers out of what was read.
    static func parse(_ bytes: [UInt8]) -> (isLight: Bool?, rest: [UInt8]) {
        var rest = bytes
        var isLight: Bool?
        if let range = colour(in: rest) {
            isLight = lightness(String(decoding: rest[range], as: UTF8.self))
            rest.removeSubrange(range)
        }
        if let range = attributes(in: rest) { rest.removeSubrange(range) }
        return (isLight, rest)
    }

    /// `ESC ] 11 ; … BEL` or `… ESC \\`.
    private static func colour(in bytes: [UInt8]) -> Range<Int>? {
        guard let start = bytes.firstRange(of: Array("\u{1B}]11;".utf8))?.lowerBound else { return nil }
        for place in bytes.indices.dropFirst(start + 5) {
            if bytes[place] == 0x07 { return start..<place + 1 }
            if bytes[place] == 0x5C, bytes[place - 1] == 0x1B { return start..<place + 1 }
        }
        return nil
    }

    /// `ESC [ ? … c`.
    private static func attributes(in bytes: [UInt8]) -> Range<Int>? {
        guard let start = bytes.firstRange(of: Array("\u{1B}[?".utf8))?.lowerBound,
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "c"))
        else { return nil }
        return start..<end + 1
    }

    /// Whether `rgb:ffff/ffff/dddd` is light.
    private static func lightness(_ answer: String) -> Bool? {
        guard let start = answer.firstRange(of: "rgb:")?.upperBound else { return nil }
        let parts = answer[start...].split(separator: "/").prefix(3).map { $0.prefix { $0.isHexDigit } }
        let values = parts.compactMap { part -> Double? in
            guard !part.isEmpty, let value = UInt32(part, radix: 16) else { return nil }
            return Double(value) / Double((1 << (4 * part.count)) - 1)
        }
        guard values.count == 3 else { return nil }
        return 0.299 * values[0] + 0.587 * values[1] + 0.114 * values[2] > 0.5
    }

    /// What `COLORFGBG` says: foreground and background of the sixteen colours, as in `0;15`.
    private static var told: Bool? {
        guard let last = Environment.value("COLORFGBG")?.split(separator: ";").last, let number = Int(last)
        else {
            return nil
        }
        return number == 7 || number >= 9 && number <= 15
    }
}
