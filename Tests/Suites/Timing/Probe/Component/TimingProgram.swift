import CWASI
import Net
import NetWASI
import TimingCore

/// The timing probes inside the host: `timing.wasm`.
@_cdecl("cwasi_program_main")
package func programMain() -> Int32 {
    let output = WASISystem.standardOutput()
    let isRight = TimingProbes.run(clock: { WASISystem.now.nanoseconds }) { line in
        output.writeAll(line + "\n")
    }
    return isRight ? 0 : 1
}
