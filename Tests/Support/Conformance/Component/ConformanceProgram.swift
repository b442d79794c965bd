import CWASI
import ConformanceCore
import Net
import NetWASI

/// The conformance client on NetWASI: `conformance.wasm`.
@_cdecl("cwasi_program_main")
public func programMain() -> Int32 {
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
                    client.command(String(decoding: line, as: UTF8.self), now: WASISystem.now)
                    line.removeAll(keepingCapacity: true)
                } else {
                    line.append(byte)
                }
            }
        }
    }
    return 0
}
