import ConformanceCore
import Glibc
import Net
import NetNIO
import NIOCore
import NIOPosix

/// The conformance client on NetNIO. Lines are read on this thread and handed to the event loop.
let eventLoop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
let driver = NIOLoopBoundBox<TCPDriver<ConformanceClient>?>.makeBoxSendingValue(nil, eventLoop: eventLoop)

try eventLoop.submit {
    driver.value = TCPDriver(client: ConformanceClient(), on: eventLoop) { client in
        var text: [UInt8] = []
        while let line = client.pollLine() { text += Array((line + "\n").utf8) }
        // Past stdio, whose locks the thread that reads standard input holds.
        while !text.isEmpty {
            let count = write(STDOUT_FILENO, text, text.count)
            guard count > 0 else { exit(1) }
            text.removeFirst(count)
        }
        if client.isDone { exit(0) }
    }
}.wait()
while let line = readLine() {
    try eventLoop.submit { driver.value?.perform { client, now in client.command(line, now: now) } }.wait()
}
