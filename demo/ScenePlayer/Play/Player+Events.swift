import Foundation

/// What the peers write, on its way into their state and into the journal.
extension Player {
    /// What a peer has done since the last time.
    enum Occurrence {
        case event(PeerEvent)
        /// A line that is none.
        case nonsense(String)
        case ended(ProcessEnd)
    }

    func events(of peer: ScenePeer) -> [Occurrence] {
        (peer.process?.turn() ?? []).map { output in
            switch output {
            case .line(let line):
                guard var event = PeerEvent(line: line, time: .now) else { return .nonsense(line) }
                event.stepIndex = stepIndex
                return .event(event)
            case .ended(let end):
                return .ended(end)
            }
        }
    }

    func learnName(of peer: ScenePeer, from occurrence: Occurrence) {
        guard case .event(let event) = occurrence, event.name == "ready" else { return }
        if let identity = event["peer"] { names[identity] = peer.name }
    }

    func receive(_ occurrence: Occurrence, from peer: ScenePeer) {
        switch occurrence {
        case .event(let event):
            receive(event, from: peer)
        case .nonsense(let line):
            accident = accident ?? "\(peer.name) wrote a line that is no JSON event: \(line.prefix(200))"
        case .ended(let end):
            peer.finish(end)
            journal.write(.ended(peer: peer.name, how: end.description))
            if !peer.mayEnd && !isEndExpected(of: peer.name) {
                accident = accident ?? "\(peer.name) ended unexpectedly: \(end)\(lastWords(of: peer))"
            }
        }
    }

    private func receive(_ event: PeerEvent, from peer: ScenePeer) {
        if let contradiction = peer.receive(event) {
            accident = accident ?? "\(peer.name) \(contradiction)"
        }
        tell(event, of: peer)
    }

    private func tell(_ event: PeerEvent, of peer: ScenePeer) {
        let name = peer.name
        let room = event["room"] ?? ""
        if isEnding && (event.name == "disconnected" || event.name == "member") { return }
        switch event.name {
        case "ready", "peers", "sent", "rooms", "closed", "listener-closed":
            break
        case "listening":
            journal.write(.listening(peer: name, address: event["address"] ?? ""))
        case "connected":
            let isOutgoing = event["direction"] == "out"
            journal.write(.connected(peer: name, other: who(event["peer"]), isOutgoing: isOutgoing))
        case "disconnected":
            let reason = event["reason"] ?? ""
            journal.write(.disconnected(peer: name, other: who(event["peer"]), reason: reason))
        case "dial-failed":
            let address = event["address"] ?? ""
            journal.write(.dialFailed(peer: name, address: address, reason: event["reason"] ?? ""))
        case "joined":
            journal.write(.joined(peer: name, room: room))
        case "left":
            journal.write(.left(peer: name, room: room))
        case "member":
            guard event["action"] == "leave" else { break }
            journal.write(.memberLeft(peer: name, other: who(event["peer"]), room: room))
        case "message":
            guard event["self"] != "true" else { break }
            let speaker = who(event["from"])
            journal.writeHeard(name, speaker: speaker, room: room, text: event["text"] ?? "", at: event.time)
        case "error":
            journal.write(.refused(peer: name, message: event["message"] ?? ""))
        default:
            journal.write(.reported(peer: name, event: event.name, details: event.line))
        }
    }

    /// The name of the peer with this identity; the end of the identity where the scene has none.
    func who(_ identity: String?) -> String {
        guard let identity else { return "?" }
        return names[identity] ?? "…" + identity.suffix(6)
    }

    /// Whether a step from the present one on expects that this peer ends.
    private func isEndExpected(of name: String) -> Bool {
        scene.steps[stepIndex...].contains { step in
            guard case .exit(let peers, _, _) = step.action else { return false }
            return peers.contains { $0 == name || scene.groups[$0]?.contains(name) == true }
        }
    }

    /// The end of what it wrote to stderr, on a line of its own each.
    func lastWords(of peer: ScenePeer) -> String {
        let file = options.folder + "/\(peer.name).stderr"
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return "" }
        let lines = text.split(separator: "\n").suffix(5)
        return lines.isEmpty ? "" : "; it wrote:" + lines.map { "\n    \($0.prefix(300))" }.joined()
    }
}
