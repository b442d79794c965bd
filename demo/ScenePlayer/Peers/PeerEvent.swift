import Foundation

/// One line of a peer's JSON output.
package struct PeerEvent: Sendable {
    /// `ready`, `message`, ... as docs and `--help` of Hearsay list them.
    package let name: String
    /// The line itself.
    package let line: String
    /// When the runner read it.
    package let time: ContinuousClock.Instant
    /// The step that was being played then, counted from 0.
    var stepIndex = 0
    private let fields: [String: String]
    /// For `peers`: the identity of each neighbour and the rooms whose mesh it is in.
    let meshes: [String: Set<String>]

    /// Reads a line; nil when it is not a JSON object with a text `event`.
    init?(line: String, time: ContinuousClock.Instant) {
        guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
            let name = object["event"] as? String
        else { return nil }
        self.name = name
        self.line = line
        self.time = time
        fields = object.compactMapValues(Self.text)
        meshes = Self.meshes(object["peers"])
    }

    /// A field as text: numbers and truth values as in JSON, lists as their items separated by spaces,
    /// objects as JSON.
    subscript(field: String) -> String? { fields[field] }

    private static func text(_ value: Any) -> String? {
        switch value {
        case let text as String: return text
        case let number as NSNumber:
            if isTruthValue(number) { return number.boolValue ? "true" : "false" }
            return number.stringValue
        case let list as [Any]: return list.compactMap(text).joined(separator: " ")
        case let object as [String: Any]:
            let data = try? JSONSerialization.data(
                withJSONObject: object,
                options: [.sortedKeys, .withoutEscapingSlashes]
            )
            return data.map { String(decoding: $0, as: UTF8.self) }
        default: return nil
        }
    }

    private static func isTruthValue(_ number: NSNumber) -> Bool {
        // The C type of a truth value is a signed char, which no number in JSON has.
        String(cString: number.objCType) == "c"
    }

    private static func meshes(_ value: Any?) -> [String: Set<String>] {
        guard let list = value as? [[String: Any]] else { return [:] }
        var meshes: [String: Set<String>] = [:]
        for entry in list {
            guard let peer = entry["peer"] as? String, let rooms = entry["mesh"] as? [String] else {
                continue
            }
            meshes[peer] = Set(rooms)
        }
        return meshes
    }
}
