import CWASI
import CoreChecks
import NetWASI

/// Runs every check of the core inside the host and prints one line for each: `checks.wasm`.
@_cdecl("cwasi_program_main")
public func programMain() -> Int32 {
    let output = WASISystem.standardOutput()
    var failed = 0
    let checks = CoreChecks.all
    for check in checks {
        let failures = check.failures()
        output.writeAll((failures.isEmpty ? "ok    " : "FAIL  ") + check.name + "\n")
        for failure in failures { output.writeAll("      " + failure + "\n") }
        if !failures.isEmpty { failed += 1 }
    }
    output.writeAll("\(checks.count - failed) of \(checks.count) checks passed\n")
    return failed == 0 && !checks.isEmpty ? 0 : 1
}
