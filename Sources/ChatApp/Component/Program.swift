import CWASI
import ChatCore
import NetWASI

/// The component's entry: reads the command line and runs the chat.
@_cdecl("cwasi_program_main")
public func programMain() -> Int32 {
    let arguments = Array(WASISystem.arguments.dropFirst())
    switch OptionParser.parse(arguments, engine: .wasi, userName: nil) {
    case .print(let text):
        guard WASISystem.standardOutput().writeAll(text + "\n") != .other else {
            return end(ExitStatus.failure, "hearsay: cannot write to the standard output")
        }
        return ExitStatus.success
    case .wrongUsage(let line):
        return end(ExitStatus.usage, line)
    case .run(let options):
        if case .file = options.identity {
            return end(
                ExitStatus.failure,
                "hearsay: --identity: the component is given no files; leave it out for a new key each start"
            )
        }
        guard WASITransport.isNetworkGranted else {
            return end(
                ExitStatus.failure,
                "hearsay: the host grants no network; run it with: wasmtime run -S inherit-network hearsay.wasm"
            )
        }
        var run = ComponentRun(options)
        return run.run()
    }
}

/// Says why on standard error.
private func end(_ status: Int32, _ line: String) -> Int32 {
    WASISystem.standardError().writeAll(line + "\n")
    return status
}
