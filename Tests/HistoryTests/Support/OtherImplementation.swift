import Foundation

@testable import History

/// An independent implementation of the protocol, in a process of its own: `negentropy.py`.
final class OtherImplementation {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var unread = Data()

    init() throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "negentropy.py")
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script.path]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Begins anew with those items.
    func begin(_ items: [HistoryItem], messageBytes: Int) -> Bool {
        var lines = "clear\n"
        for item in items { lines += "item \(item.time) \(hex(item.id.bytes))\n" }
        lines += "new \(messageBytes)\n"
        input.fileHandleForWriting.write(Data(lines.utf8))
        return (0..<items.count + 2).allSatisfy { _ in readLine() == "ok" }
    }

    /// Sends a command and waits for its answer.
    func ask(_ command: String) -> String {
        input.fileHandleForWriting.write(Data((command + "\n").utf8))
        return readLine()
    }

    private func readLine() -> String {
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: unread[..<end], as: UTF8.self)
                unread = Data(unread[unread.index(after: end)...])
                return line
            }
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { return "(the process has ended)" }
            unread.append(more)
        }
    }
}

/// Bytes as hexadecimal digits.
func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
}

/// The bytes of hexadecimal digits.
func bytes(_ hex: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var digits = Substring(hex)
    while digits.count >= 2 {
        bytes.append(UInt8(digits.prefix(2), radix: 16) ?? 0)
        digits = digits.dropFirst(2)
    }
    return bytes
}
