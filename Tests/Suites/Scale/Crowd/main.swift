import Glibc
import Net
import NIOCore
import NIOPosix

/// crowd ADDRESS: peers by the hundred for the scale test (Tests/Suites/Scale). Commands come on standard
/// input, see `Crowd.command`.

signal(SIGPIPE, SIG_IGN)
guard CommandLine.arguments.count == 2, let address = try? Multiaddr(text: CommandLine.arguments[1]) else {
    print("usage: crowd ADDRESS")
    exit(64)
}
let eventLoop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
let crowd = try eventLoop.submit {
    NIOLoopBound(Crowd(address, on: eventLoop), eventLoop: eventLoop)
}.wait()
while let line = readLine() {
    try eventLoop.submit { crowd.value.command(line.split(separator: " ").map { String($0) }) }.wait()
}
