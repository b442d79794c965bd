import Foundation
import Net

/// P13: what each flood costs the victim, a whole chat program, in processor time, and what it costs the
/// attacker.
enum AttackCost {
    private static let seconds = 2.0
    /// What the victim is given to finish with what it has been sent.
    private static let rest: UInt32 = 500_000

    static func floods() throws -> [BenchmarkResult] {
        try Flood.all.enumerated().flatMap { index, entry in
            try measure(entry.name, entry.flood, number: UInt64(index + 1) << 32)
        }
    }

    /// Each flood meets a victim of its own, so that none pays for another.
    private static func measure(_ name: String, _ flood: Flood, number: UInt64) throws -> [BenchmarkResult] {
        let victim = try Child([
            "build/hearsay", "--headless", "--json", "--stay", "--identity", "memory", "--nick", "victim",
            "--room", "raw:bench", "--listen", "/ip4/127.0.0.1/tcp/0",
        ])
        defer { victim.end() }
        let address = try Component.listenAddress(in: try victim.readLine(containing: "listening"))
        guard let port = address.tcpEndpoint?.port else { throw BenchmarkError("the victim told no port") }
        victim.discardOutput()
        // One connection first: what the process sets up once is not the attack's doing.
        var warmUp = Attacker(port: port, seconds: 0.1, number: number + 1 << 20)
        _ = try warmUp.carryOut(.handshakes)
        usleep(rest)
        let idle = victim.residentBytes
        let before = victim.processorSeconds
        var attacker = Attacker(port: port, seconds: seconds, number: number)
        let cost = try attacker.carryOut(flood)
        usleep(rest)
        let ratio = (victim.processorSeconds - before) / cost
        return [
            BenchmarkResult(
                "P13",
                "victim's / attacker's time: \(name)",
                samples: [ratio],
                unit: "ratio",
                gate: 1,
                aim: 0.5,
                isLowerBetter: true,
                details: ["victim's share of a core": ratio * cost / seconds]
            ),
            BenchmarkResult(
                "P13",
                "memory high water / idle: \(name)",
                samples: [victim.peakResidentBytes / idle],
                unit: "ratio",
                gate: 2,
                aim: 1.2,
                isLowerBetter: true
            ),
        ]
    }
}
