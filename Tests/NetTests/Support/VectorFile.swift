import Foundation
import Net
import Testing

/// A file of published vectors: the few that stand in this repository, and the full set where there is one.
enum VectorFile {
    /// Every copy of the file `name`: in `Tests/Vectors`, and in the folder that `HEARSAY_VECTORS` names, if
    /// it has one.
    static func contents(_ name: String) throws -> [Data] {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        var copies = [try Data(contentsOf: tests.appending(path: "Vectors").appending(path: name))]
        if let folder = ProcessInfo.processInfo.environment["HEARSAY_VECTORS"] {
            let path = URL(filePath: folder).appending(path: name)
            if FileManager.default.fileExists(atPath: path.path) {
                copies.append(try Data(contentsOf: path))
            }
        }
        return copies
    }

    /// The vectors of a JSON file.
    static func json<Contents: Decodable>(_ name: String, as type: Contents.Type) throws -> [Contents] {
        try contents(name + ".json").map { try JSONDecoder().decode(type, from: $0) }
    }

    /// The lines of a CSV file after its heading, each split at its first commas into at most `columns`
    /// parts.
    static func csv(_ name: String, columns: Int) throws -> [[String]] {
        try contents(name + ".csv").flatMap { data in
            String(decoding: data, as: UTF8.self).split(separator: "\n").map { line in
                line.split(separator: ",", maxSplits: columns - 1, omittingEmptySubsequences: false)
                    .map { $0.trimmingCharacters(in: .whitespaces) }
            }
        }
    }
}

/// Bytes that a JSON file writes in hexadecimal.
struct HexBytes: Decodable {
    let bytes: [UInt8]

    init(from decoder: any Decoder) throws {
        bytes = try #require(Hex.decode(try decoder.singleValueContainer().decode(String.self)))
    }
}
