import ChatCore
import Net

/// The answers to questions, as the terminal writes them: a line or two for each thing.
enum Answer {
    /// Who is connected, and what is being dialled.
    static func text(_ summaries: [PeerSummary], _ dials: [DialSummary]) -> String {
        let waiting = dials.map { dial in
            "  dialling \(shortAddress(dial.address))"
                + (dial.wait.map { ", next try in \(Format.interval($0))" } ?? " now")
        }
        let head =
            summaries.isEmpty
            ? "Nobody is connected. /dial ADDRESS connects." : "\(summaries.count) connected:"
        return ([head] + summaries.map { "  " + line($0) } + waiting).joined(separator: "\n")
    }

    private static func line(_ summary: PeerSummary) -> String {
        let nick = summary.nick.map { Displayable(nick: $0).text + " " } ?? ""
        var parts = [
            nick + summary.peer.shortDescription,
            (summary.direction == .inbound ? "from " : "at ") + shortAddress(summary.address),
        ]
        if let roundTrip = summary.roundTrip { parts.append(Format.interval(roundTrip)) }
        if !summary.mesh.isEmpty { parts.append("mesh " + summary.mesh.map(\.text).joined(separator: ", ")) }
        return parts.joined(separator: " · ")
    }

    /// An address as `/dial` takes it too, in the fewest characters.
    static func shortAddress(_ address: Multiaddr) -> String {
        guard let endpoint = address.tcpEndpoint else { return address.withoutPeerID.description }
        switch endpoint.host {
        case .ip4(let bytes): return "\(IPText.describe(ip4: bytes)):\(endpoint.port)"
        case .ip6(let bytes): return "[\(IPText.describe(ip6: bytes))]:\(endpoint.port)"
        case .name(let name, _): return "\(name):\(endpoint.port)"
        }
    }

    /// The rooms we are in; as many are in each as its list of members says.
    static func text(_ rooms: Rooms) -> String {
        let joined = rooms.all.indices.filter { rooms[$0].isJoined }
        guard !joined.isEmpty else { return "You are in no room. /join ROOM joins one." }
        return joined.map { index in
            let room = rooms[index]
            return
                "\(index == rooms.current ? "*" : " ") \(index + 1) \(room.name.text): \(room.presentCount) here"
        }.joined(separator: "\n")
    }

    /// The rooms that connected peers are in.
    static func text(_ rooms: [RoomCount]) -> String {
        guard !rooms.isEmpty else { return "Those connected are in no room." }
        return rooms.map { "  \($0.room.text): \($0.peerCount)" }.joined(separator: "\n")
    }

    /// Who is in a room.
    static func text(membersOf room: RoomBuffer, _ directory: Directory) -> String {
        let names = room.members.union(room.heard).map { directory.name(of: $0) }.sorted()
        let all = (room.isJoined ? [directory.ownNick + " (you)"] : []) + names
        return "\(room.presentCount) here in \(room.name.text): \(all.joined(separator: ", "))"
    }

    /// What history has brought, or what is kept of a room; of a long answer the end.
    static func text(_ event: ChatEvent, _ directory: Directory) -> String {
        if case .caughtUp(let report) = event {
            let count = "\(report.messages) \(report.messages == 1 ? "message" : "messages")"
            return "\(count) of \(report.room.text) came late, from \(directory.name(of: report.peer))"
        }
        let lines = PlainLine.lines(for: event).map(\.text)
        return (lines.prefix(1) + lines.dropFirst().suffix(maximumLines)).joined(separator: "\n")
    }

    /// What was found of earlier talk.
    static func found(
        _ words: String,
        in room: RoomName,
        _ messages: [ChatMessage],
        utcOffset: Int
    ) -> [Request] {
        let shown = Displayable(words, limit: 60).text
        guard !messages.isEmpty else { return [.hint("'\(shown)' is not in this room")] }
        let lines = messages.map { message in
            let time = LocalTime(milliseconds: message.milliseconds, utcOffset: utcOffset)
            let nick = Displayable(nick: message.nick).text
            let text = Displayable(message.text, limit: 200).text
            return "  \(time.date) \(time.clock(withSeconds: false)) \(nick): \(text)"
        }
        return [
            .show(.notice, (["'\(shown)' in earlier talk of \(room.text):"] + lines).joined(separator: "\n"))
        ]
    }

    private static let maximumLines = 400
}
