import CWASI
import ConformanceCore
import Net
import NetWASI

/// The conformance client on NetWASI: `conformance.wasm`.
@_cdecl("cwasi_program_main")
package func programMain() -> Int32 {
    var client = ConformanceClient()
    let transport = WASITransport()
    let input = WASISystem.standardInput()
    let output = WASISystem.standardOutput()
    let pollable = input.subscribe()
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    var line: [UInt8] = []
    while !client.isDone {
        transport.perform(&client)
        var text = ""
        while let line = client.pollLine() { text += line + "\n" }
        if !text.utf8.isEmpty { output.writeAll(text) }
        guard transport.wait(&client, or: [pollable], until: nil) == [0] else { continue }
        switch input.read(into: &buffer) {
        case .nothing: break
        case .ended, .failed: return 0
        case .bytes(let count):
            for byte in buffer[..<count] {
                if byte == UInt8(ascii: "\n") {
                    carryOut(String(decoding: line, as: UTF8.self), by: &client, output)
                    line.removeAll(keepingCapacity: true)
                } else {
                    line.append(byte)
                }
            }
        }
    }
    return 0
}

/// The commands that ask for something of the platform's own, and those for the client.
private func carryOut(_ line: String, by client: inout ConformanceClient, _ output: OutputStream) {
    switch line {
    case "errors":
        let errors = (0...21).map { (code: $0, error: TransportError(socketErrorCode: UInt8($0))) }
        output.writeAll(ErrorLines.text(of: errors))
    case "random": output.writeAll("random " + Hex.encode(WASISystem.randomBytes(32)) + "\n")
    default: client.command(line, now: WASISystem.now)
    }
}
