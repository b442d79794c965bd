import Net

extension ChatEvent {
    /// Reads an event from the fields of its JSON object.
    init(_ fields: JSONFields) throws(JSONError) {
        switch try fields.text("event") {
        case "ready":
            self = .ready(
                peer: try fields.peer("peer"),
                agent: try fields.text("agent"),
                engine: try fields.text("engine") == "wasi" ? .wasi : .native
            )
        case "listening": self = .listening(address: try fields.address("address"))
        case "listener-closed":
            self = .listenerClosed(address: try fields.address("address"), reason: try fields.text("reason"))
        case "connected":
            self = .connected(
                peer: try fields.peer("peer"),
                address: try fields.address("address"),
                direction: try fields.direction()
            )
        case "disconnected":
            self = .disconnected(peer: try fields.peer("peer"), reason: try fields.text("reason"))
        case "dial-failed":
            self = .dialFailed(
                address: try fields.address("address"),
                reason: try fields.text("reason"),
                retry: fields.optionalMilliseconds("retry_ms")
            )
        case "joined": self = .joined(room: try fields.room("room"))
        case "left": self = .left(room: try fields.room("room"))
        case "room": self = .switched(room: try fields.room("room"))
        case "nick": self = .renamed(nick: try fields.text("nick"))
        case "member":
            self = .member(
                room: try fields.room("room"),
                peer: try fields.peer("peer"),
                action: try fields.text("action") == "join" ? .join : .leave
            )
        case "message": self = .message(try ChatMessage(fields: fields))
        case "caught-up":
            self = .caughtUp(
                CaughtUp(
                    room: try fields.room("room"),
                    peer: try fields.peer("peer"),
                    messages: try fields.count("messages"),
                    bytes: try fields.count("bytes"),
                    rounds: try fields.count("rounds")
                )
            )
        case "history":
            self = .history(
                room: try fields.room("room"),
                messages: try fields.objects("messages", ChatMessage.init(fields:))
            )
        case "sent":
            self = .sent(
                room: try fields.room("room"),
                id: try fields.identifier("id"),
                peerCount: try fields.count("peers")
            )
        case "peers":
            self = .peers(
                try fields.objects("peers", PeerSummary.init(fields:)),
                dials: try fields.optionalObjects("dialing", DialSummary.init(fields:))
            )
        case "rooms": self = .rooms(try fields.objects("rooms", RoomSummary.init(fields:)))
        case "inspection": self = .inspection(try Inspection(fields))
        case "round-trip":
            guard let interval = fields.optionalMilliseconds("rtt_ms") else { throw .field("rtt_ms") }
            self = .roundTrip(peer: try fields.peer("peer"), interval: interval)
        case "identified": self = .identified(peer: try fields.peer("peer"), agent: try fields.text("agent"))
        case "notice":
            guard let list = PeerList.allCases.first(where: { $0.name == fields.optionalText("list") }) else {
                self = .notice(try fields.text("message"))
                return
            }
            self = .listed(peer: try fields.peer("peer"), list: list, isOn: try fields.bool("on"))
        case "error": self = .error(try fields.text("message"))
        case "named":
            self = .named(
                peer: try fields.peer("peer"),
                nick: try fields.text("nick"),
                previous: fields.optionalText("previous")
            )
        case "list":
            self = .list(
                try fields.objects("rooms") { (room: JSONFields) throws(JSONError) in
                    RoomCount(room: try room.room("room"), peerCount: try room.count("peers"))
                }
            )
        case "closed": self = .closed(reason: try fields.text("reason"))
        default: throw .unknownEvent
        }
    }
}

extension JSONFields {
    fileprivate func direction() throws(JSONError) -> Direction {
        try text("direction") == "in" ? .inbound : .outbound
    }
}

extension ChatMessage {
    fileprivate init(fields: JSONFields) throws(JSONError) {
        self.init(
            room: try fields.room("room"),
            id: try fields.identifier("id"),
            author: try fields.peer("from"),
            nick: try fields.text("nick"),
            text: try fields.text("text"),
            milliseconds: try fields.natural("time"),
            kind: fields.optionalText("kind") == "action" ? .action : .text,
            isOwn: try fields.bool("self"),
            isLate: fields.optionalBool("late") ?? false
        )
    }
}

extension DialSummary {
    fileprivate init(fields: JSONFields) throws(JSONError) {
        self.init(address: try fields.address("address"), wait: fields.optionalMilliseconds("retry_ms"))
    }
}

extension PeerSummary {
    fileprivate init(fields: JSONFields) throws(JSONError) {
        self.init(
            peer: try fields.peer("peer"),
            address: try fields.address("address"),
            direction: try fields.direction(),
            roundTrip: fields.optionalMilliseconds("rtt_ms"),
            agent: try fields.text("agent"),
            mesh: try fields.rooms("mesh"),
            score: try fields.double("score"),
            protocols: try fields.texts("protocols"),
            bytesReceived: try fields.natural("bytes_in"),
            bytesSent: try fields.natural("bytes_out"),
            streamCount: try fields.count("streams"),
            receiveWindowBytes: fields.optionalNatural("window_bytes") ?? 0,
            nick: fields.optionalText("nick")
        )
    }
}

extension RoomSummary {
    fileprivate init(fields: JSONFields) throws(JSONError) {
        self.init(
            room: try fields.room("room"),
            isCurrent: try fields.bool("current"),
            members: try fields.objects("members") { (member: JSONFields) throws(JSONError) in
                RoomMember(peer: try member.peer("peer"), nick: member.optionalText("nick"))
            }
        )
    }
}

extension Inspection {
    fileprivate init(_ fields: JSONFields) throws(JSONError) {
        self.init(
            topics: try fields.objects("topics", Topic.init(fields:)),
            peers: try fields.objects("peers", Peer.init(fields:)),
            connections: try fields.objects("connections", PeerSummary.init(fields:)),
            traces: try fields.objects("traces", Trace.init(fields:)),
            counters: try fields.objects("counters", Figure.init(fields:))
        )
    }
}

extension Inspection.Topic {
    fileprivate init(fields: JSONFields) throws(JSONError) {
        self.init(
            name: try fields.text("name"),
            isJoined: try fields.bool("joined"),
            mesh: try fields.peers("mesh"),
            peers: try fields.peers("peers"),
            fanout: try fields.peers("fanout"),
            backoffs: try fields.objects("backoffs") { (backoff: JSONFields) throws(JSONError) in
                Inspection.Backoff(
                    peer: try backoff.peer("peer"),
                    remaining: .milliseconds(try backoff.integer("remaining_ms"))
                )
            }
        )
        if let low = fields.optionalCount("mesh_low"), let high = fields.optionalCount("mesh_high"),
            low <= high
        {
            meshBounds = low...high
        }
    }
}

extension Inspection.Peer {
    fileprivate init(fields: JSONFields) throws(JSONError) {
        self.init(
            peer: try fields.peer("peer"),
            protocolName: try fields.text("protocol"),
            score: try fields.double("score"),
            scoreComponents: try fields.objects("components", Inspection.Figure.init(fields:))
        )
    }
}

extension Inspection.Figure {
    fileprivate init(fields: JSONFields) throws(JSONError) {
        self.init(name: try fields.text("name"), value: try fields.double("value"))
    }
}

extension Inspection.Trace {
    fileprivate init(fields: JSONFields) throws(JSONError) {
        self.init(
            id: try fields.identifier("id"),
            topic: try fields.text("topic"),
            receivedFrom: fields.optionalPeer("from"),
            duplicateCount: try fields.count("duplicates"),
            latency: fields.optionalMilliseconds("latency_ms"),
            announcementCount: try fields.count("ihave"),
            wasAskedFor: try fields.bool("iwant"),
            serveCount: try fields.count("served")
        )
    }
}
