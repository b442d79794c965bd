import BenchWorkloads
import CAllocationCount
import Foundation

/// One way of data, and how often it may allocate.
struct Path {
    let name: String
    /// The most allocations for each unit, both ends together. A change that lowers the figure lowers this.
    let limit: Double
    /// Makes the two ends; carries one unit with each call of what it returns.
    let prepare: () throws -> () throws -> Void
}

/// Makes the calls that are not to be counted: tables grow, buffers find their size.
let warmUp = 2_000
let rounds = 2_000

let line = Array("The quick brown fox jumps over the lazy dog.\n".utf8)

let paths = [
    Path(name: "a block of 16 KiB on a stream", limit: 0.01) {
        var pump = try CorePump()
        let block = [UInt8](repeating: 0, count: 16_384 - 12)
        return { try pump.carry(block) }
    },
    Path(name: "64 bytes on a stream", limit: 0.01) {
        var pump = try CorePump()
        let block = [UInt8](repeating: 0, count: 64)
        return { try pump.carry(block) }
    },
    Path(name: "a gossip message of 200 bytes", limit: 69) {
        var pump = try GossipPump()
        let message = [UInt8](repeating: 1, count: 200)
        return { try pump.carry(message) }
    },
    Path(name: "a line of chat", limit: 82) {
        var pump = try ChatPump(keep: "off")
        return { try pump.carry(line) }
    },
    // Each end keeps the signed message, finds its place by time, and reads its payload for that.
    Path(name: "a line of chat that both ends keep", limit: 103) {
        var pump = try ChatPump(keep: "30d")
        return { try pump.carry(line) }
    },
]

/// Allocations for each unit.
func measure(_ path: Path) throws -> Double {
    let carry = try path.prepare()
    for _ in 0..<warmUp { try carry() }
    let before = allocation_count()
    for _ in 0..<rounds { try carry() }
    return Double(allocation_count() - before) / Double(rounds)
}

/// Whether allocations are seen at all: if not, every limit would be kept.
func countsAllocations() -> Bool {
    let before = allocation_count()
    let arrays = (0..<rounds).map { [UInt8](repeating: UInt8(truncatingIfNeeded: $0), count: 100) }
    return allocation_count() - before >= UInt64(arrays.count)
}

guard countsAllocations() else {
    print("FAIL  allocations are not counted")
    exit(1)
}
var isBroken = false
for path in paths {
    let count: Double
    do {
        count = try measure(path)
    } catch {
        print("FAIL  \(path.name): \(error)")
        exit(1)
    }
    let isOver = count > path.limit
    isBroken = isBroken || isOver
    print(
        "\(isOver ? "FAIL" : "ok  ")  \(path.name): \(String(format: "%.2f", count)) allocations, at most \(path.limit)"
    )
}
exit(isBroken ? 1 : 0)
