import CoreChecks
import Net
import SimulatedNetwork
import ChatCore
if CommandLine.arguments.contains("debug") { debugRoam() } else {
var failed = 0
for check in CoreChecks.all where CommandLine.arguments.count < 2 || CommandLine.arguments.dropFirst().contains(where: { check.name.contains($0) }) {
    let failures = check.failures()
    print(failures.isEmpty ? "ok   " : "FAIL ", check.name, failures.prefix(12).joined(separator: "; "))
    if !failures.isEmpty { failed += 1 }
}
print(failed, "failed")
}
