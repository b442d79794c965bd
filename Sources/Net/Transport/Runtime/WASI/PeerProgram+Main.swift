import CWASI
public import Net
import NetWASI

/// A component's entry: calls what `@main` made, which leaves the status behind.
@_cdecl("cwasi_program_main")
public func programMain() -> Int32 {
    cwasi_call_main()
}

extension PeerProgram {
    /// Runs the program over `wasi:sockets` until it is done, printing its lines to standard output.
    public static func main() {
        cwasi_set_main_status(run())
    }

    private static func run() -> Int32 {
        let output = WASISystem.standardOutput()
        let transport = WASITransport()
        let console = ProgramConsole(
            arguments: Array(WASISystem.arguments.dropFirst()),
            unixNanoseconds: WASISystem.wallClockNanoseconds
        )
        var client = PeerProgramClient<Self>(
            console: console,
            entropy: WASISystem.randomBytes(PeerProgramClient<Self>.entropyBytes),
            now: WASISystem.now
        )
        while true {
            transport.perform(&client)
            for line in console.takeLines() {
                guard output.writeAll(line + "\n") else { return 1 }
            }
            if let status = client.exitStatus { return status }
            _ = transport.wait(&client, or: [], until: nil)
        }
    }
}
