import Net

/// Events as lines for people: headless mode without `--json`.
///
/// A message is `[room] nick(tag): text`; the tag is the end of the author's peer id, for nicks can be forged
/// and keys cannot. Further lines of one message are indented under it, so that none can pass for another
/// author's or for a line of ours, and lines of ours begin with `--`.
public enum PlainLine {
    /// What to print for an event; several lines for a message of several lines, none for what only a front
    /// needs.
    public static func lines(for event: ChatEvent) -> [Displayable] {
        switch event {
        case .ready(let peer, let agent, let engine):
            return [own("this is \(peer.description), \(agent), \(engine.name)")]
        case .listening(let address): return [own("listening on \(address.description)")]
        case .listenerClosed(let address, let reason):
            return [own("no longer listening on \(address.description): \(reason)")]
        case .connected(let peer, let address, let direction):
            let verb = direction == .inbound ? "connected from" : "connected to"
            return [own("\(peer.description) \(verb) \(address.description)")]
        case .disconnected(let peer, let reason): return [own("\(peer.description) disconnected: \(reason)")]
        case .dialFailed(let address, let reason, _):
            return [own("cannot reach \(address.description): \(reason)")]
        case .joined(let room): return [own("you joined \(room.text)")]
        case .left(let room): return [own("you left \(room.text)")]
        case .switched(let room): return [own("now in \(room.text)")]
        case .renamed(let nick): return [own("you are now \(nick)")]
        case .member(let room, let peer, let action):
            return [own("\(peer.description) \(action == .join ? "joined" : "left") \(room.text)")]
        case .listed(let peer, let list, let isOn): return [own(list.report(peer.description, isOn: isOn))]
        case .named(let peer, let nick, let previous):
            guard let previous else { return [] }
            let names = [previous, nick].map { Displayable(nick: $0).text }
            return [own("\(names[0]) is now \(names[1]) (\(peer.description))")]
        case .list(let rooms):
            guard !rooms.isEmpty else { return [own("connected peers are in no room")] }
            return rooms.map { own("\($0.room.text): \($0.peerCount)") }
        case .message(let message): return lines(for: message)
        case .caughtUp(let report):
            let count = report.messages
            return [
                own(
                    "\(count) \(count == 1 ? "message" : "messages") of \(report.room.text) came late, from "
                        + report.peer.description
                )
            ]
        case .history(let room, let messages):
            let count = messages.count
            let head = own("\(count) \(count == 1 ? "message" : "messages") of \(room.text)")
            return [head] + messages.flatMap { lines(for: $0) }
        case .sent(let room, _, let peerCount):
            return [own("sent in \(room.text) to \(peerCount) \(peerCount == 1 ? "peer" : "peers")")]
        case .peers(let peers, let dials):
            return [own("\(peers.count) \(peers.count == 1 ? "peer" : "peers")")] + peers.map(line)
                + dials.map { own("  dialling \($0.address.description)") }
        case .rooms(let rooms): return rooms.map(line)
        case .inspection(let inspection): return lines(for: inspection)
        case .roundTrip, .identified: return []
        case .notice(let text): return Displayable.lines(text).map { own($0.text) }
        case .error(let message): return [own("error: \(message)")]
        case .closed(let reason): return [own("closed: \(reason)")]
        }
    }

    private static func own(_ text: String) -> Displayable {
        Displayable("-- " + text)
    }

    private static func lines(for message: ChatMessage) -> [Displayable] {
        let nick = Displayable(nick: message.nick).text
        let author = "\(nick)(\(message.author.shortDescription))"
        let isAction = message.kind == .action
        let room = message.isLate ? "\(message.room.text), late" : message.room.text
        let head = isAction ? "[\(room)] * \(author) " : "[\(room)] \(author): "
        var lines: [Displayable] = []
        for line in Displayable.lines(message.text) {
            lines.append(Displayable((lines.isEmpty ? head : "    ") + line.text, limit: .max))
        }
        return lines
    }

    private static func line(for peer: PeerSummary) -> Displayable {
        var text = "\(peer.peer.description) \(peer.address.description) \(peer.direction.name)"
        if let roundTrip = peer.roundTrip { text += " \(roundTrip.milliseconds) ms" }
        if !peer.agent.utf8.isEmpty { text += " \(peer.agent)" }
        if !peer.mesh.isEmpty {
            text += " mesh:"
            for room in peer.mesh { text += " " + room.text }
        }
        return own("  " + text)
    }

    private static func line(for room: RoomSummary) -> Displayable {
        own("\(room.isCurrent ? "*" : " ") \(room.room.text): \(room.members.count + 1) here")
    }

    private static func lines(for inspection: Inspection) -> [Displayable] {
        var lines: [Displayable] = []
        for topic in inspection.topics {
            lines.append(
                own("topic \(topic.name): \(topic.peers.count) peers, \(topic.mesh.count) in the mesh")
            )
            for peer in topic.mesh { lines.append(own("  mesh \(peer.description)")) }
        }
        for peer in inspection.peers {
            lines.append(
                own("peer \(peer.peer.description) \(peer.protocolName) score \(decimal(peer.score))")
            )
        }
        for counter in inspection.counters where counter.value != 0 {
            lines.append(own("\(counter.name): \(decimal(counter.value))"))
        }
        return lines
    }

    private static func decimal(_ value: Double) -> String {
        var writer = JSONWriter()
        writer.number(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
