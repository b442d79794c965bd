import ConformanceCore
import Glibc
import Net
import NetNIO
import NIOCore
import NIOPosix

/// The conformance client on NetNIO. Lines are read on this thread and handed to the event loop.

/// Writes past stdio, whose locks the thread that reads standard input may hold.
@Sendable
func say(_ line: String) {
    var text = Array(line.utf8)
    while !text.isEmpty {
        let count = write(STDOUT_FILENO, text, text.count)
        guard count > 0 else { exit(1) }
        text.removeFirst(count)
    }
}

/// The commands that ask for something of the platform's own, and those for the client.
@Sendable
func carryOut(_ line: String, by client: inout ConformanceClient, now: Instant) {
    switch line {
    case "errors":
        let errors = (1...133).map { (code: $0, error: TransportError(errorNumber: Int32($0))) }
        say(ErrorLines.text(of: errors))
    case "random":
        var generator = SystemRandomNumberGenerator()
        say(
            "random " + Hex.encode((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
                + "\n"
        )
    default: client.command(line, now: now)
    }
}

let eventLoop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
let driver = NIOLoopBoundBox<TCPDriver<ConformanceClient>?>.makeBoxSendingValue(nil, eventLoop: eventLoop)

try eventLoop.submit {
    driver.value = TCPDriver(client: ConformanceClient(), on: eventLoop) { client in
        var text = ""
        while let line = client.pollLine() { text += line + "\n" }
        say(text)
        if client.isDone { exit(0) }
    }
}.wait()

var buffer = [UInt8](repeating: 0, count: 64 * 1024)
var rest: [UInt8] = []
while case let count = read(STDIN_FILENO, &buffer, buffer.count), count > 0 {
    rest += buffer[..<count]
    // What comes at once is one turn.
    guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { continue }
    let lines = rest[..<end].split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    rest.removeSubrange(...end)
    try eventLoop.submit {
        driver.value?.perform { client, now in
            for line in lines { carryOut(line, by: &client, now: now) }
        }
    }.wait()
}
