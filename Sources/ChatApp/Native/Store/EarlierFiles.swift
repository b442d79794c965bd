import ChatCore
import Foundation

/// The files of JSON lines in which versions before this one have kept what was said.
struct EarlierFiles {
    let folder: String

    /// Moves all lines into the database, once: the files are removed when the lines are there.
    func takeOver(into database: MessageDatabase) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".jsonl") || $0.hasSuffix(".jsonl.old") }
            // The old part of a file comes before the newer one.
            .sorted { $0 > $1 }
        guard !names.isEmpty else { return }
        var lines: [(room: RoomName, line: [UInt8])] = []
        for name in names {
            guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)") else { continue }
            for line in bytes.split(separator: UInt8(ascii: "\n")) {
                // A line that was torn is left out.
                guard case .message(let message)? = try? JSONLine.decode(Array(line)) else { continue }
                lines.append((message.room, Array(line)))
            }
        }
        try database.takeOver(lines)
        for name in names { try FileManager.default.removeItem(atPath: "\(folder)/\(name)") }
    }
}
