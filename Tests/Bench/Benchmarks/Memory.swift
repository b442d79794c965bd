import Foundation
import NIOCore
import NIOPosix
import Net

/// P16: what an idle secured connection costs.
enum Memory {
    private static let count = 1_000

    static func idleConnections() throws -> [BenchmarkResult] {
        let server = try Child.role("--serve", "peer")
        defer { server.end() }
        let address = try Multiaddr(text: try server.readLine())
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        defer { try? group.syncShutdownGracefully() }
        // Some connections first: what they make the process set up once is not theirs.
        var peers = try connect(0..<20, to: address, on: group.next())
        sleep(1)
        let before = server.residentBytes
        peers += try connect(20..<20 + count, to: address, on: group.next())
        // Identify is over after a moment.
        sleep(3)
        let each = (server.residentBytes - before) / Double(count)
        for peer in peers { peer.end() }
        return [
            BenchmarkResult(
                "P16",
                "resident memory per idle connection, native",
                samples: [each / 1_024],
                unit: "KiB",
                gate: 24,
                aim: 12,
                isLowerBetter: true
            )
        ]
    }

    private static func connect(
        _ numbers: Range<Int>,
        to address: Multiaddr,
        on loop: any EventLoop
    ) throws -> [BenchPeer] {
        try numbers.map { number in
            let peer = try BenchPeer(number: 1_000 + UInt32(number), loop: loop)
            try peer.connect(to: address)
            return peer
        }
    }
}
