import BenchWorkloads
import CWASI
import Net
import NetWASI

/// `bench.wasm NAME COUNT`: prints the nanoseconds that COUNT repetitions of that workload take, after a
/// warm-up of a tenth of them.
@_cdecl("cwasi_program_main")
package func programMain() -> Int32 {
    let arguments = WASISystem.arguments
    guard arguments.count == 3, var workload = Workload(name: arguments[1]), let count = Int(arguments[2]),
        count > 0, measure(&workload, max(1, count / 10)) != nil, let time = measure(&workload, count)
    else {
        WASISystem.standardError().writeAll("bench: unknown workload, or it failed\n")
        return 1
    }
    WASISystem.standardOutput().writeAll(String(time) + "\n")
    return 0
}

/// Nanoseconds for `count` repetitions; nil when they went wrong.
private func measure(_ workload: inout Workload, _ count: Int) -> Int64? {
    workload.prepare(count)
    let start = WASISystem.now
    let isRight = workload.run(count)
    return isRight ? WASISystem.now.nanoseconds - start.nanoseconds : nil
}
