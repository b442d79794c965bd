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
        while let line = client.pollLine() { print(line) }
        fflush(nil)
        if client.isDone { exit(0) }
    }
}.wait()
while let line = readLine() {
    try eventLoop.submit { driver.value?.perform { client, now in client.command(line, now: now) } }.wait()
}
