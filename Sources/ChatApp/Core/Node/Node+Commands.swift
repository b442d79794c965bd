import Gossip
public import Net

/// What the user asks for.
extension Node {
    /// Carries out a command.
    ///
    /// - Parameter wallClockMilliseconds: Unix time, for the messages.
    public func receive(_ command: ChatCommand, now: Instant, wallClockMilliseconds: UInt64) {
        noteClock(wallClockMilliseconds, now: now)
        carryOut(command, now: now)
        settle(now: now)
    }

    /// Carries out a command; what follows is settled by the caller.
    func carryOut(_ command: ChatCommand, now: Instant) {
        guard closing.isRunning || command == .stop || command == .quit else {
            tell(.error("not done: this peer is closing"))
            return
        }
        switch command {
        case .send(let text): say(text, .text, in: rooms.current, now: now)
        case .action(let text): say(text, .action, in: rooms.current, now: now)
        case .say(let room, let text): say(text, .text, in: room, now: now)
        case .join(let room): join(room, now: now)
        case .part(let room): part(room, now: now)
        case .room(let room): switchTo(room)
        case .nick(let nick):
            self.nick = nick
            tell(.renamed(nick: nick.text))
        case .dial(let address): dial(address, now: now)
        case .disconnect(let reference): withPeer(reference) { disconnect($0, now: now) }
        case .peers: tell(.peers(peerSummaries()))
        case .rooms: tell(.rooms(roomSummaries()))
        case .names(let room): withRoom(room) { tell(.notice(namesText($0))) }
        case .whois(let reference): withPeer(reference) { tell(.notice(whoisText($0))) }
        case .ignore(let reference): withPeer(reference) { ignore($0) }
        case .unignore(let reference): withPeer(reference) { unignore($0) }
        case .topic(let room):
            withRoom(room) { tell(.notice("\($0.text) is the gossipsub topic \($0.topic)")) }
        case .help: tell(.notice(CommandHelp.text))
        case .inspect: tell(.inspection(inspection(now: now)))
        case .quit: quit(reason: "quit", lingers: true, now: now)
        case .stop: quit(reason: "stopped", lingers: false, now: now)
        }
    }

    // MARK: - Rooms

    func join(_ room: RoomName, now: Instant) {
        guard !rooms.contains(room) else {
            switchTo(room)
            return
        }
        guard rooms.rooms.count < RoomBook.maximumRooms else {
            tell(.error("not joined: you are in \(RoomBook.maximumRooms) rooms already"))
            return
        }
        rooms.join(room, members: [])
        tell(.joined(room: room))
        router.configure(room.topic, room.topicConfiguration)
        router.join(room.topic, now: now)
        for peer in router.subscribers(of: room.topic) where rooms.add(peer, to: room) {
            tell(.member(room: room, peer: peer, action: .join))
        }
    }

    private func part(_ name: RoomName?, now: Instant) {
        withRoom(name) { room in
            router.leave(room.topic, now: now)
            let previous = rooms.current
            rooms.part(room)
            tell(.left(room: room))
            if let current = rooms.current, current != previous { tell(.switched(room: current)) }
        }
    }

    private func switchTo(_ name: RoomName) {
        withRoom(name) { room in
            rooms.switchTo(room)
            tell(.switched(room: room))
        }
    }

    private func withRoom(_ name: RoomName?, _ action: (RoomName) -> Void) {
        guard let room = name ?? rooms.current else {
            tell(.error("you are in no room; /join one"))
            return
        }
        guard rooms.contains(room) else {
            tell(.error("you are not in \(room.text); /join it first"))
            return
        }
        action(room)
    }

    // MARK: - Messages

    private func say(_ text: String, _ kind: ChatMessage.Kind, in name: RoomName?, now: Instant) {
        withRoom(name) { room in
            do throws(CommandError) {
                try publish(text, kind, in: room, now: now)
            } catch {
                tell(.error(error.message))
            }
        }
    }

    private func publish(
        _ text: String,
        _ kind: ChatMessage.Kind,
        in room: RoomName,
        now: Instant
    ) throws(CommandError) {
        var message = ChatMessage(
            room: room,
            id: [],
            author: localPeer,
            nick: nick.text,
            text: try CommandParser.checked(text),
            milliseconds: unixMilliseconds(now),
            kind: kind,
            isOwn: true
        )
        if room.isRaw {
            // The text is all there is: no nick, no action.
            message.nick = ""
            message.kind = .text
        }
        let payload = ChatPayload(
            nick: message.nick,
            text: text,
            milliseconds: message.milliseconds,
            kind: message.kind
        )
        do {
            let id = try router.publish(
                room.isRaw ? Array(text.utf8) : payload.bytes,
                to: room.topic,
                now: now
            )
            outbox.add(id, to: room)
            message.id = id.bytes
        } catch {
            throw CommandError(message: "not sent: \(error.explanation)")
        }
        tell(.message(message))
    }

    // MARK: - Peers

    func dial(_ address: Multiaddr, now: Instant) {
        if !dialled.contains(address) { dialled.append(address) }
        swarm.dial(address, keep: true, now: now)
    }

    private func disconnect(_ peer: PeerID, now: Instant) {
        let addresses = swarm.connections.filter { $0.peer == peer }.map { $0.address.withoutPeerID }
        guard !addresses.isEmpty else {
            tell(.error("\(peer.description) is not connected"))
            return
        }
        for address in dialled where address.peerID == peer || addresses.contains(address.withoutPeerID) {
            swarm.forget(address)
        }
        dialled.removeAll { $0.peerID == peer || addresses.contains($0.withoutPeerID) }
        swarm.disconnect(peer, now: now)
    }

    private func ignore(_ peer: PeerID) {
        guard peer != localPeer else {
            tell(.error("that is you"))
            return
        }
        ignored.insert(peer)
        tell(.notice("ignoring \(peer.description)"))
    }

    private func unignore(_ peer: PeerID) {
        let wasIgnored = ignored.remove(peer) != nil
        tell(.notice("\(wasIgnored ? "no longer ignoring" : "not ignored:") \(peer.description)"))
    }

    private func withPeer(_ reference: PeerReference, _ action: (PeerID) -> Void) {
        let found = reference.resolve(among: knownPeers(), nicks: nicks)
        switch found.count {
        case 1: action(found[0])
        case 0: tell(.error("no peer \(Displayable(reference.text, limit: 100).text) is known"))
        default:
            tell(
                .error(
                    "\(Displayable(reference.text, limit: 100).text) fits \(found.count) peers; give the peer id"
                )
            )
        }
    }
}
