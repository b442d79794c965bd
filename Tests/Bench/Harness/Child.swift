import Foundation

/// A process that serves a benchmark from outside this one. It ends when this process lets go of its standard
/// input.
final class Child {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var unread: [UInt8] = []

    /// Starts a program, found like a shell would find it.
    init(_ command: [String]) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    /// Starts this program in another role.
    static func role(_ arguments: String...) throws -> Child {
        try Child([CommandLine.arguments[0]] + arguments)
    }

    func write(_ text: String) {
        input.fileHandleForWriting.write(Data(text.utf8))
    }

    // MARK: - Output

    /// Its next line of output.
    func readLine() throws -> String {
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: unread[..<end], as: UTF8.self)
                unread.removeSubrange(...end)
                return line
            }
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw BenchmarkError("a process that was started has ended") }
            unread += more
        }
    }

    /// Reads lines until one has what is looked for.
    func readLine(containing text: String) throws -> String {
        while true {
            let line = try readLine()
            if line.contains(text) { return line }
        }
    }

    /// Hands every further line to `receive`, on another thread.
    func onOutput(_ receive: @escaping @Sendable (ArraySlice<UInt8>) -> Void) {
        let descriptor = output.fileHandleForReading.fileDescriptor
        Thread.detachNewThread { [unread] in
            var pending = unread
            var block = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = read(descriptor, &block, block.count)
                guard count > 0 else { return }
                pending += block[..<count]
                var rest = pending[...]
                while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    receive(rest[..<end])
                    rest = rest[(end + 1)...]
                }
                pending = Array(rest)
            }
        }
    }

    /// Reads further output and forgets it.
    func discardOutput() {
        onOutput { _ in }
    }

    // MARK: - What it uses

    /// Processor seconds it has used.
    var processorSeconds: Double {
        // The second field is the program's name in parentheses and may hold anything.
        let text = file("stat")
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
        guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else {
            return 0
        }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Resident memory in bytes.
    var residentBytes: Double { bytes("VmRSS:") }

    /// The most it has ever had resident, in bytes.
    var peakResidentBytes: Double { bytes("VmHWM:") }

    private func bytes(_ field: String) -> Double {
        let line = file("status").split(separator: "\n").first { $0.hasPrefix(field) }
        let words = line?.split(whereSeparator: \.isWhitespace) ?? []
        return words.count > 1 ? (Double(words[1]) ?? 0) * 1_024 : 0
    }

    private func file(_ name: String) -> String {
        (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/\(name)", encoding: .utf8)) ?? ""
    }

    func end() {
        try? input.fileHandleForWriting.close()
        process.terminate()
        process.waitUntilExit()
    }
}
