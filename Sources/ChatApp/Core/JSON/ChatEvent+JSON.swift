import Net

extension ChatEvent {
    /// The value of the `event` field.
    var name: String {
        switch self {
        case .ready: return "ready"
        case .listening: return "listening"
        case .listenerClosed: return "listener-closed"
        case .connected: return "connected"
        case .disconnected: return "disconnected"
        case .dialFailed: return "dial-failed"
        case .joined: return "joined"
        case .left: return "left"
        case .switched: return "room"
        case .renamed: return "nick"
        case .member: return "member"
        // Told as the notice that it has always been, with fields of its own.
        case .listed: return "notice"
        case .named: return "named"
        case .list: return "list"
        case .message: return "message"
        case .caughtUp: return "caught-up"
        case .history: return "history"
        case .sent: return "sent"
        case .peers: return "peers"
        case .rooms: return "rooms"
        case .inspection: return "inspection"
        case .roundTrip: return "round-trip"
        case .identified: return "identified"
        case .notice: return "notice"
        case .error: return "error"
        case .closed: return "closed"
        }
    }

    /// Writes the fields beside `event`.
    func writeFields(to writer: inout JSONWriter) {
        switch self {
        case .ready(let peer, let agent, let engine):
            writer.member("peer", peer)
            writer.member("agent", agent)
            writer.member("engine", engine.name)
        case .listening(let address): writer.member("address", address)
        case .listenerClosed(let address, let reason):
            writer.member("address", address)
            writer.member("reason", reason)
        case .dialFailed(let address, let reason, let retry):
            writer.member("address", address)
            writer.member("reason", reason)
            if let retry { writer.member("retry_ms", retry.milliseconds) }
        case .connected(let peer, let address, let direction):
            writer.member("peer", peer)
            writer.member("address", address)
            writer.member("direction", direction.name)
        case .disconnected(let peer, let reason):
            writer.member("peer", peer)
            writer.member("reason", reason)
        case .joined(let room), .left(let room), .switched(let room): writer.member("room", room)
        case .renamed(let nick): writer.member("nick", nick)
        case .member(let room, let peer, let action):
            writer.member("room", room)
            writer.member("peer", peer)
            writer.member("action", action.name)
        case .listed(let peer, let list, let isOn):
            writer.member("message", list.report(peer.description, isOn: isOn))
            writer.member("peer", peer)
            writer.member("list", list.name)
            writer.member("on", isOn)
        case .named(let peer, let nick, let previous):
            writer.member("peer", peer)
            writer.member("nick", nick)
            if let previous { writer.member("previous", previous) }
        case .list(let rooms):
            writer.member("rooms", rooms) { writer, room in
                writer.member("room", room.room)
                writer.member("peers", room.peerCount)
            }
        case .message(let message): message.write(to: &writer)
        case .caughtUp(let report):
            writer.member("room", report.room)
            writer.member("peer", report.peer)
            writer.member("messages", report.messages)
            writer.member("bytes", report.bytes)
            writer.member("rounds", report.rounds)
        case .history(let room, let messages):
            writer.member("room", room)
            writer.member("messages", messages) { $1.write(to: &$0) }
        case .sent(let room, let id, let peerCount):
            writer.member("room", room)
            writer.member("id", Hex.encode(id))
            writer.member("peers", peerCount)
        case .peers(let peers, let dials):
            writer.member("peers", peers) { $1.write(to: &$0) }
            writer.member("dialing", dials) { writer, dial in
                writer.member("address", dial.address)
                if let wait = dial.wait { writer.member("retry_ms", wait.milliseconds) }
            }
        case .rooms(let rooms): writer.member("rooms", rooms) { $1.write(to: &$0) }
        case .inspection(let inspection): inspection.write(to: &writer)
        case .roundTrip(let peer, let interval):
            writer.member("peer", peer)
            writer.member("rtt_ms", interval.seconds * 1_000)
        case .identified(let peer, let agent):
            writer.member("peer", peer)
            writer.member("agent", agent)
        case .notice(let message), .error(let message): writer.member("message", message)
        case .closed(let reason): writer.member("reason", reason)
        }
    }
}

extension Direction {
    /// The word for it in JSON.
    var name: String {
        switch self {
        case .inbound: return "in"
        case .outbound: return "out"
        }
    }
}

extension ChatEvent.MemberAction {
    /// The word for it in JSON.
    var name: String {
        switch self {
        case .join: return "join"
        case .leave: return "leave"
        }
    }
}

extension ChatMessage {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("room", room)
        writer.member("id", Hex.encode(id))
        writer.member("from", author)
        writer.member("nick", nick)
        writer.member("text", text)
        writer.member("time", milliseconds)
        writer.member("self", isOwn)
        if kind == .action { writer.member("kind", "action") }
        if isLate { writer.member("late", true) }
    }
}

extension PeerSummary {
    func write(to writer: inout JSONWriter) {
        writer.member("peer", peer)
        writer.member("address", address)
        writer.member("direction", direction.name)
        writer.key("rtt_ms")
        if let roundTrip {
            writer.number(roundTrip.seconds * 1_000)
        } else {
            writer.null()
        }
        writer.member("agent", agent)
        writer.key("mesh")
        writer.array { writer in
            for room in mesh { writer.string(room.text) }
        }
        writer.member("score", score)
        if let nick { writer.member("nick", nick) }
        writer.key("protocols")
        writer.array { writer in
            for name in protocols { writer.string(name) }
        }
        writer.member("bytes_in", bytesReceived)
        writer.member("bytes_out", bytesSent)
        writer.member("streams", streamCount)
        writer.member("window_bytes", receiveWindowBytes)
    }
}

extension RoomSummary {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("room", room)
        writer.member("current", isCurrent)
        writer.member("members", members) { writer, member in
            writer.member("peer", member.peer)
            if let nick = member.nick { writer.member("nick", nick) }
        }
    }
}
