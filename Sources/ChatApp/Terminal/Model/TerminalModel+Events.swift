import ChatCore
import Net

/// What the chat tells.
extension TerminalModel {
    mutating func receiveEvent(_ event: ChatEvent, at moment: Moment) -> [TerminalEffect] {
        switch event {
        case .ready(let peer, let agent, let engine):
            ownPeer = peer
            self.engine = engine
            log("ready: \(peer.description) (\(agent), \(engine.name))")
        case .listening(let address):
            if !listenAddresses.contains(address) { listenAddresses.append(address) }
            log("listening on \(address.description)")
            if hasJoined { greet(at: moment) }
        case .listenerClosed(let address, let reason):
            listenAddresses.removeAll { $0 == address }
            log("no longer listening on \(address.description): \(reason)")
        case .connected(let peer, let address, let direction):
            return receiveConnected(peer, address, direction, at: moment)
        case .disconnected(let peer, let reason):
            peers[peer]?.isConnected = false
            peers[peer]?.roundTrip = nil
            log("disconnected from \(peer.description): \(reason)")
            // Somebody who dialled us and left a room was told of there.
            if peers[peer]?.direction == .outbound || blockedPeers.contains(peer) {
                show(.membership, "\(name(of: peer)) disconnected: \(reason)", at: moment)
            }
        case .dialFailed(let address, let reason):
            log("cannot reach \(address.description): \(reason)")
            if unreachable.count < Self.maximumPeers, unreachable.insert(address.withoutPeerID).inserted {
                show(.error, "cannot reach \(address.description): \(reason)", at: moment)
            }
        case .joined(let room):
            let effects = receiveJoined(room)
            hasJoined = true
            greet(at: moment)
            return effects
        case .left(let room): receiveLeft(room)
        case .switched(let room):
            if let index = index(of: room) { showRoom(index) }
        case .renamed(let nick): ownNick = Displayable(nick, limit: 64).text
        case .member(let room, let peer, let action): receiveMember(room, peer, action, at: moment)
        case .message(let message): return receiveMessage(message, at: moment)
        case .caughtUp, .history:
            let lines = PlainLine.lines(for: event).map { $0.text }
            show(.notice, lines.joined(separator: "\n"), at: moment)
        case .sent(let room, let id, let peerCount):
            if let index = index(of: room) { rooms[index].noteSent(id, peerCount: peerCount) }
        case .peers(let summaries): show(.notice, Self.describe(summaries), at: moment)
        case .rooms(let summaries): show(.notice, Self.describe(summaries), at: moment)
        case .inspection(let inspection): inspector.receive(inspection, at: moment)
        case .roundTrip(let peer, let interval): peers[peer]?.roundTrip = interval
        case .identified(let peer, let agent):
            remember(peer) { $0.agent = Displayable(agent, limit: 100).text }
        case .notice(let text): show(.notice, text, at: moment)
        case .error(let text):
            log("error: \(text)")
            show(.error, text, at: moment)
        case .closed(let reason):
            log("closed: \(reason)")
            isClosed = true
        }
        return []
    }

    private mutating func greet(at moment: Moment) {
        guard !hasGreeted, let first = listenAddresses.first else { return }
        hasGreeted = true
        let distant = listenAddresses.first { Self.isReachable($0) }
        let address = distant ?? first
        let reach = distant == nil ? "Others on this machine" : "Others"
        let text =
            "Welcome to Hearsay. \(reach) reach you with:  /dial \(address.description)\n"
            + "F1 shows keys and commands, F2 the inside of gossip, F4 all your addresses."
        // Of the rooms given at the start, the last is the one that is going to be shown.
        append(Entry(.notice, text, milliseconds: moment.milliseconds), to: rooms.count - 1)
    }

    /// Whether an address means us on other machines too: neither loopback nor link-local.
    private static func isReachable(_ address: Multiaddr) -> Bool {
        switch address.components.first {
        case .ip4(let bytes): bytes.first != 127
        case .ip6(let bytes):
            bytes.dropLast().contains { $0 != 0 }
                && !(bytes.first == 0xFE && bytes.dropFirst().first ?? 0 >= 0x80)
        default: true
        }
    }

    private mutating func receiveConnected(
        _ peer: PeerID,
        _ address: Multiaddr,
        _ direction: Direction,
        at moment: Moment
    ) -> [TerminalEffect] {
        remember(peer) {
            $0.isConnected = true
            $0.address = address
            $0.direction = direction
        }
        unreachable.remove(address.withoutPeerID)
        log("connected to \(peer.description) at \(address.description)")
        if blockedPeers.contains(peer) {
            return [.command(.disconnect(PeerReference(peer.description)))]
        }
        // Who dials us shows in the rooms; whom we dialled, we want to know of.
        if direction == .outbound {
            show(
                .membership,
                "\(name(of: peer)) answered at \(address.withoutPeerID.description)",
                at: moment
            )
        }
        return []
    }

    private mutating func receiveJoined(_ name: RoomName) -> [TerminalEffect] {
        if let index = index(of: name) {
            rooms[index].isJoined = true
            showRoom(index)
        } else {
            rooms.append(RoomBuffer(name))
            showRoom(rooms.count - 1)
        }
        guard settings.keepsHistory, !room.hasAskedForHistory else { return [] }
        room.hasAskedForHistory = true
        return [.loadHistory(name)]
    }

    /// What earlier runs have kept goes before everything of this one.
    mutating func receiveHistory(_ name: RoomName, _ messages: [ChatMessage]) {
        guard let index = index(of: name) else { return }
        let shown = messages.suffix(settings.scrollback / 2).filter { !isHidden($0.author) }
        rooms[index].prepend(
            shown.map { message in
                let isMention = !message.isOwn && names(message.text)
                return Entry(message, milliseconds: message.milliseconds, isMention: isMention)
            }
        )
    }

    /// Whether what somebody says is not to be shown.
    func isHidden(_ author: PeerID) -> Bool {
        ignoredPeers.contains(author) || blockedPeers.contains(author)
    }

    private mutating func receiveLeft(_ name: RoomName) {
        guard let index = index(of: name) else { return }
        guard rooms.count > 1 else {
            rooms[index].isJoined = false
            rooms[index].members = []
            return
        }
        let shown = room.name
        rooms.remove(at: index)
        current = self.index(of: shown) ?? min(index, rooms.count - 1)
        if lastRoom == name { lastRoom = nil }
    }

    private mutating func receiveMember(
        _ name: RoomName,
        _ peer: PeerID,
        _ action: ChatEvent.MemberAction,
        at moment: Moment
    ) {
        guard let index = index(of: name) else { return }
        let isNew: Bool
        switch action {
        case .join:
            isNew = rooms[index].members.insert(peer).inserted
            rooms[index].heard.remove(peer)
        case .leave:
            isNew = rooms[index].members.remove(peer) != nil
        }
        guard isNew, settings.showsMembership else { return }
        let text = "\(self.name(of: peer)) \(action == .join ? "came in" : "left")"
        append(Entry(.membership, text, milliseconds: moment.milliseconds), to: index)
    }

    private mutating func receiveMessage(_ message: ChatMessage, at moment: Moment) -> [TerminalEffect] {
        guard let index = index(of: message.room), !isHidden(message.author) else { return [] }
        // After a restart the network may bring once more what is in the history already.
        guard !rooms[index].isInHistory(message.id) else { return [] }
        let isMention = !message.isOwn && names(message.text)
        let entry = Entry(message, milliseconds: moment.milliseconds, isMention: isMention)
        if !message.isOwn {
            if !message.nick.isEmpty { remember(message.author) { $0.nick = entry.nick } }
            if !rooms[index].members.contains(message.author), rooms[index].heard.count < Self.maximumPeers {
                rooms[index].heard.insert(message.author)
            }
        }
        activityCount += 1
        rooms[index].activity = activityCount
        if message.isOwn, index == current { room.position = .newest }
        let isSeen = index == current && hasFocus
        if !isSeen, !message.isOwn {
            if rooms[index].unreadSerial == nil { rooms[index].unreadSerial = rooms[index].upcomingSerial }
            rooms[index].unreadCount += index == current ? 0 : 1
            rooms[index].mentionCount += isMention && index != current ? 1 : 0
        }
        append(entry, to: index)
        var effects = isMention ? announce(entry, in: message.room) : []
        if settings.keepsHistory {
            var kept = message
            kept.milliseconds = moment.milliseconds
            effects.append(.keep(kept))
        }
        return effects
    }

    private func announce(_ entry: Entry, in room: RoomName) -> [TerminalEffect] {
        var effects: [TerminalEffect] = []
        if settings.ringsBell { effects.append(.bell) }
        if settings.notifications != "off" {
            let text = "\(entry.nick) in \(room.text): \(entry.text)"
            effects.append(.notify(kind: settings.notifications, text: Displayable(text, limit: 200).text))
        }
        return effects
    }

    /// Whether a text names the reader: the nick, or one of the words to highlight, standing alone.
    func names(_ text: String) -> Bool {
        let lowered = text.lowercased()
        for word in [ownNick] + settings.highlights where !word.isEmpty {
            var rest = lowered[...]
            while let range = rest.firstRange(of: word.lowercased()) {
                let before =
                    range.lowerBound == lowered.startIndex
                    ? nil : lowered[lowered.index(before: range.lowerBound)]
                let after = range.upperBound == lowered.endIndex ? nil : lowered[range.upperBound]
                if !Self.isWord(before), !Self.isWord(after) { return true }
                rest = lowered[range.upperBound...]
            }
        }
        return false
    }

    private static func isWord(_ character: Character?) -> Bool {
        guard let character else { return false }
        return character.isLetter || character.isNumber || character == "_"
    }

    /// Changes what is known of a peer; strangers push out those long gone when there are too many.
    mutating func remember(_ peer: PeerID, _ change: (inout PeerState) -> Void) {
        if peers[peer] == nil, peers.count >= Self.maximumPeers {
            let gone = peers.filter { !$0.value.isConnected }.keys.sorted().first
            guard let gone else { return }
            peers[gone] = nil
        }
        change(&peers[peer, default: PeerState()])
    }

    private static func describe(_ summaries: [PeerSummary]) -> String {
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

    private static func describe(_ summaries: [RoomSummary]) -> String {
        guard !summaries.isEmpty else { return "You are in no room. /join ROOM joins one." }
        return summaries.map { summary in
            let count = summary.members.count
            return
                "\(summary.isCurrent ? "*" : " ") \(summary.room.text): \(count) other\(count == 1 ? "" : "s")"
        }.joined(separator: "\n")
    }
}
