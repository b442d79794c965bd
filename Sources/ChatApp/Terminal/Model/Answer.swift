import ChatCore
import Net

/// The answers to questions, as the terminal writes them.
enum Answer {
    /// Who is connected.
    static func text(_ summaries: [PeerSummary]) -> String {
        guard !summaries.isEmpty else { return "Nobody is connected. /dial ADDRESS connects." }
        var lines = ["\(summaries.count) connected:"]
        for summary in summaries {
            var line = "  \(summary.nick ?? "-") \(summary.peer.description) "
            line += summary.direction == .inbound ? "in  " : "out "
            line += summary.address.description
            if let roundTrip = summary.roundTrip { line += "  \(Format.interval(roundTrip))" }
            if !summary.agent.isEmpty { line += "  \(summary.agent)" }
            if !summary.mesh.isEmpty { line += "  mesh: " + summary.mesh.map(\.text).joined(separator: ", ") }
            lines.append(line)
        }
        return lines.joined(separator: "\n")
    }

    /// The rooms we are in.
    static func text(_ summaries: [RoomSummary]) -> String {
        guard !summaries.isEmpty else { return "You are in no room. /join ROOM joins one." }
        return summaries.map { summary in
            let count = summary.members.count
            return
                "\(summary.isCurrent ? "*" : " ") \(summary.room.text): \(count) other\(count == 1 ? "" : "s")"
        }.joined(separator: "\n")
    }
}
