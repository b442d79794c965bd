import Foundation
import NIOCore
import NIOPosix
import Net

/// P16: what an idle secured connection costs.
enum Memory {
    /// Connections that come first: what they make the process set up once is not theirs.
    private static let warmUp = 20

    static func idleConnections() throws -> [BenchmarkResult] {
        [
            try measure(
                "native",
                try Child.role("--serve", "peer"),
                count: 1_000
            ) { try Multiaddr(text: try $0.readLine()) },
            try measure(
                "component with its host",
                try Child(Component.command + ["--json", "--listen", "/ip4/127.0.0.1/tcp/0"]),
                count: 200
            ) { try Component.listenAddress(in: try $0.readLine(containing: "listening")) },
        ]
    }

    private static func measure(
        _ name: String,
        _ server: Child,
        count: Int,
        address: (Child) throws -> Multiaddr
    ) throws -> BenchmarkResult {
        defer { server.end() }
        let address = try address(server)
        server.discardOutput()
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        defer { try? group.syncShutdownGracefully() }
        var peers = try connect(0..<warmUp, to: address, on: group.next())
        sleep(1)
        let before = server.residentBytes
        peers += try connect(warmUp..<warmUp + count, to: address, on: group.next())
        // Identify is over after a moment.
        sleep(3)
        let each = (server.residentBytes - before) / Double(count)
        for peer in peers { peer.end() }
        return BenchmarkResult(
            "P16",
            "memory of an idle connection, \(name)",
            samples: [each / 1_024],
            unit: "KiB",
            gate: 24,
            aim: 12,
            isLowerBetter: true,
            details: ["connections": Double(count)]
        )
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
