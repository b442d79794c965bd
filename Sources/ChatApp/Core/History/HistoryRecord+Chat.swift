import Gossip
public import History
public import Net

extension RoomName {
    /// Where the messages of the room have their time.
    public var historyTime: HistoryTime { isRaw ? .sequenceNumber : .payload }
}

extension HistoryRecord {
    /// The message as members see it; nil where the bytes are no chat message: they may be of a later
    /// version.
    ///
    /// - Parameters:
    ///   - room: The room that it was said in.
    ///   - localPeer: Who we are.
    public func chatMessage(in room: RoomName, localPeer: PeerID) -> ChatMessage? {
        guard let message else { return nil }
        var chat = ChatMessage(
            room: room,
            id: message.id.bytes,
            author: message.author,
            nick: "",
            text: "",
            milliseconds: item.time * 1_000,
            kind: .text,
            isOwn: message.author == localPeer
        )
        return chat.receive(payload: message.data) ? chat : nil
    }
}

extension ChatMessage {
    /// Takes nick, text, time and kind from a payload; returns whether it is one of the room.
    mutating func receive(payload: [UInt8]) -> Bool {
        guard !room.isRaw else {
            text = String(decoding: payload, as: UTF8.self)
            return true
        }
        do throws(ProtobufError) {
            let payload = try ChatPayload(payload[...])
            nick = payload.nick
            text = payload.text
            milliseconds = payload.milliseconds
            kind = payload.messageKind
            return true
        } catch {
            return false
        }
    }
}
