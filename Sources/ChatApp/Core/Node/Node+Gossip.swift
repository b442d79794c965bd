import Gossip
import Net

/// What the router asks for and tells.
extension Node {
    func receive(_ output: GossipOutput, now: Instant) {
        switch output {
        case .send(let peer, let rpc): streams.send(rpc, to: peer, router: &router, now: now)
        case .validate(let message): router.receiveValidation(message.id, validate(message), now: now)
        case .deliver(let message): deliver(message, now: now)
        case .sent(let id, _, let peerCount):
            if let room = outbox.remove(id) { tell(.sent(room: room, id: id.bytes, peerCount: peerCount)) }
        case .subscribed(let peer, let topic):
            if let room = rooms.room(ofTopic: topic), rooms.add(peer, to: room) {
                tell(.member(room: room, peer: peer, action: .join))
            }
        case .unsubscribed(let peer, let topic):
            if let room = rooms.room(ofTopic: topic) { receiveLeave(peer, room) }
        case .grafted(let peer, let topic): swarm.protect(peer, tag: topic)
        case .pruned(let peer, let topic): swarm.unprotect(peer, tag: topic)
        case .connect(let peer, let record): meet(peer, record, now: now)
        case .reconnect:
            // We configure no direct peers.
            break
        case .disconnect(let peer, _): swarm.disconnect(peer, now: now)
        }
    }

    /// A peer that we know well has no room for us and recommends another. The router sees to it that such are few.
    private func meet(_ peer: PeerID, _ record: [UInt8], now: Instant) {
        guard closing.isRunning, swarm.addSignedRecord(record, of: peer, now: now) else { return }
        swarm.dial(peer, now: now)
    }

    /// Lets the router recommend the peer to others, once both the router and identify know it.
    func passRecord(of peer: PeerID) {
        if let record = swarm.signedRecord(of: peer) { router.receivePeerRecord(peer, envelope: record) }
    }

    func receiveLeave(_ peer: PeerID, _ room: RoomName) {
        if rooms.remove(peer, from: room) { tell(.member(room: room, peer: peer, action: .leave)) }
    }

    /// A chat room takes chat messages only. What is not one is dropped without blame: it may come from a later version.
    private func validate(_ message: GossipMessage) -> ValidationOutcome {
        guard let room = rooms.room(ofTopic: message.topic), !room.isRaw else { return .accept }
        do {
            _ = try ChatPayload(message.data[...])
            return .accept
        } catch {
            return .ignore
        }
    }

    private func deliver(_ message: GossipMessage, now: Instant) {
        guard let room = rooms.room(ofTopic: message.topic), let author = message.from,
            !ignored.contains(author)
        else { return }
        guard let chat = chatMessage(message, author, room, now: now) else { return }
        nicks.note(chat.nick, of: author)
        if !room.isRaw {
            travelTimes.note(message.id, sent: chat.milliseconds, received: unixMilliseconds(now))
        }
        tell(.message(chat))
    }

    private func chatMessage(
        _ message: GossipMessage,
        _ author: PeerID,
        _ room: RoomName,
        now: Instant
    ) -> ChatMessage? {
        var chat = ChatMessage(
            room: room,
            id: message.id.bytes,
            author: author,
            nick: "",
            text: "",
            milliseconds: unixMilliseconds(now),
            kind: .text,
            isOwn: false
        )
        guard !room.isRaw else {
            chat.text = String(decoding: message.data, as: UTF8.self)
            return chat
        }
        do {
            let payload = try ChatPayload(message.data[...])
            chat.nick = payload.nick
            chat.text = payload.text
            chat.milliseconds = payload.milliseconds
            chat.kind = payload.messageKind
            return chat
        } catch {
            return nil
        }
    }
}
