import Glibc
import NIOCore
import NIOPosix
public import Net
import NetNIO

/// Runs programs natively, on SwiftNIO.
public enum ProgramRuntime {
    /// Runs a program over TCP until it is done, printing its lines to standard output, and ends the process
    /// with its status.
    public static func run<Client: ProgramClient & ~Copyable>(_ client: Client.Type) {
        let eventLoop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
        let ending = eventLoop.makePromise(of: Int32.self)
        let driver = NIOLoopBoundBox<TCPDriver<Client>?>.makeBoxSendingValue(nil, eventLoop: eventLoop)
        eventLoop.execute {
            driver.value = TCPDriver(client: makeClient(), on: eventLoop) { client in
                for line in client.console.takeLines() { print(line) }
                fflush(nil)
                if let status = client.exitStatus { ending.succeed(status) }
            }
            driver.value?.perform { _, _ in () }
        }
        do {
            exit(try ending.futureResult.wait())
        } catch {
            exit(1)
        }
    }

    private static func makeClient<Client: ProgramClient & ~Copyable>() -> Client {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        var generator = SystemRandomNumberGenerator()
        let entropy = (0..<Client.entropyBytes).map { _ in
            UInt8.random(in: .min ... .max, using: &generator)
        }
        return Client(
            console: ProgramConsole(
                arguments: Array(CommandLine.arguments.dropFirst()),
                unixNanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
            ),
            entropy: entropy,
            now: TCPDriver<Client>.now
        )
    }
}
