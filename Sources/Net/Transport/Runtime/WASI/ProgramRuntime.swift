import CWASI
public import Net
import NetWASI

/// A component's entry: calls what `@main` made, which leaves the status behind.
@_cdecl("cwasi_program_main")
public func programMain() -> Int32 {
    cwasi_call_main()
}

/// Runs programs in a component, over `wasi:sockets`.
public enum ProgramRuntime {
    /// Runs a program until it is done, printing its lines to standard output; the component ends with its
    /// status.
    public static func run<Client: ProgramClient & ~Copyable>(_ client: Client.Type) {
        cwasi_set_main_status(status(of: client))
    }

    private static func status<Client: ProgramClient & ~Copyable>(of client: Client.Type) -> Int32 {
        let output = WASISystem.standardOutput()
        let transport = WASITransport()
        let console = ProgramConsole(
            arguments: Array(WASISystem.arguments.dropFirst()),
            unixNanoseconds: WASISystem.wallClockNanoseconds
        )
        var client = Client(
            console: console,
            entropy: WASISystem.randomBytes(Client.entropyBytes),
            now: WASISystem.now
        )
        while true {
            transport.perform(&client)
            for line in console.takeLines() {
                guard output.writeAll(line + "\n") == nil else { return 1 }
            }
            if let status = client.exitStatus { return status }
            _ = transport.wait(&client, or: [], until: nil)
        }
    }
}
