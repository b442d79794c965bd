import Foundation
import Net

/// What this program does when a benchmark starts it again, as the other end.
enum Roles {
    /// Serves raw TCP; tells its port first.
    static func rawServer() throws {
        endWithStandardInput()
        try RawTCP.serve { port in announce("\(port)") }
    }

    /// Serves perf and echoes over libp2p; tells its address first.
    static func peer() throws {
        let peer = try BenchPeer(number: 1)
        announce(try peer.listen().description)
        _ = FileHandle.standardInput.readDataToEndOfFile()
        peer.end()
    }

    /// Holds back what passes through; tells its port first.
    static func delayProxy(target: UInt16, milliseconds: Double) throws {
        endWithStandardInput()
        try DelayProxy(target: target, delay: milliseconds / 1_000).serve { port in announce("\(port)") }
    }

    private static func announce(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    private static func endWithStandardInput() {
        Thread.detachNewThread {
            _ = FileHandle.standardInput.readDataToEndOfFile()
            exit(0)
        }
    }
}
