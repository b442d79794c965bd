public import ChatCore
public import Net

/// The pages of the inspector.
public enum InspectorPage: String, CaseIterable, Hashable, Sendable {
    /// The mesh of the room that is shown.
    case mesh
    /// Every gossip peer with its score.
    case peers
    /// Every connection.
    case connections
    /// The way of the latest messages.
    case messages
    /// The router's counters, and how fast they grow.
    case counters

    /// The page after this one.
    public var next: InspectorPage {
        let all = Self.allCases
        return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }
}

/// The latest look into gossip, and the course of its figures.
public struct Inspector: Equatable, Sendable {
    /// Points kept of every course.
    static let maximumPoints = 120

    /// What the chat told last; nil before the first time.
    public private(set) var latest: Inspection?
    /// How fast each counter grew, per second, the latest last.
    public private(set) var rates: [String: [Double]] = [:]
    /// Bytes per second of each connection, both ways, the latest last.
    public private(set) var throughput: [PeerID: [Double]] = [:]

    private var time: UInt64?

    mutating func receive(_ inspection: Inspection, at moment: Moment) {
        if let latest, let time, moment.milliseconds > time {
            let seconds = Double(moment.milliseconds - time) / 1_000
            let before = Dictionary(
                latest.counters.map { ($0.name, $0.value) },
                uniquingKeysWith: { first, _ in first }
            )
            for counter in inspection.counters {
                let growth = counter.value - (before[counter.name] ?? counter.value)
                Self.add(max(0, growth / seconds), to: &rates[counter.name, default: []])
            }
            let bytes = Dictionary(
                latest.connections.map { ($0.peer, Self.bytes($0)) },
                uniquingKeysWith: { first, _ in first }
            )
            for connection in inspection.connections {
                let growth = Self.bytes(connection) - (bytes[connection.peer] ?? Self.bytes(connection))
                Self.add(max(0, growth / seconds), to: &throughput[connection.peer, default: []])
            }
            let present = Set(inspection.connections.map(\.peer))
            throughput = throughput.filter { present.contains($0.key) }
        }
        latest = inspection
        time = moment.milliseconds
    }

    private static func bytes(_ connection: PeerSummary) -> Double {
        Double(connection.bytesReceived) + Double(connection.bytesSent)
    }

    private static func add(_ value: Double, to points: inout [Double]) {
        points.append(value)
        if points.count > maximumPoints { points.removeFirst(points.count - maximumPoints) }
    }
}
