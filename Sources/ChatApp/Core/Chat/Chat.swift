import Gossip
import HearsayCollections
import History
import Net

/// What is said and who is there: rooms, members, nicks, our own messages that wait, authors that are not
/// shown. It knows no network.
///
/// The node asks it what a command or a message means, does what the network needs, and passes on the events
/// that come back.
struct Chat {
    /// A message of ours on its way to be published.
    struct Draft {
        /// The gossipsub topic it goes to.
        let topic: String
        /// The bytes that are published.
        let payload: [UInt8]
        /// The message as members see it; its id is not known yet.
        fileprivate var message: ChatMessage
    }

    private let localPeer: PeerID
    private var nick: Nick
    private var rooms = RoomBook()
    private var people = People()
    private var outbox = Outbox()
    private var travelTimes: TravelTimes

    /// Nobody and nothing.
    ///
    /// - Parameters:
    ///   - localPeer: Who we are.
    ///   - nick: The name shown beside our messages.
    ///   - maximumTraces: The messages whose travel time is remembered.
    init(localPeer: PeerID, nick: Nick, maximumTraces: Int) {
        self.localPeer = localPeer
        self.nick = nick
        travelTimes = TravelTimes(limit: maximumTraces)
    }

    // MARK: - Rooms

    /// Whether we are in the room.
    func contains(_ room: RoomName) -> Bool {
        rooms.contains(room)
    }

    /// The room that a command means: the current one where it names none.
    ///
    /// - Throws: `CommandError` where we are not in it.
    func room(_ name: RoomName?) throws(CommandError) -> RoomName {
        guard let room = name ?? rooms.current else {
            throw CommandError(message: "you are in no room; /join one")
        }
        guard rooms.contains(room) else {
            throw CommandError(message: "you are not in \(room.text); /join it first")
        }
        return room
    }

    /// Enters a room that we are not in. It becomes the current one.
    mutating func join(_ room: RoomName) throws(CommandError) -> ChatEvent {
        guard rooms.rooms.count < RoomBook.maximumRooms else {
            throw CommandError(message: "not joined: you are in \(RoomBook.maximumRooms) rooms already")
        }
        rooms.join(room, members: [])
        return .joined(room: room)
    }

    /// Leaves a room that we are in.
    mutating func part(_ room: RoomName) -> [ChatEvent] {
        let previous = rooms.current
        rooms.part(room)
        guard let current = rooms.current, current != previous else { return [.left(room: room)] }
        return [.left(room: room), .switched(room: current)]
    }

    /// Makes a room that we are in the current one.
    mutating func switchTo(_ room: RoomName) -> ChatEvent {
        rooms.switchTo(room)
        return .switched(room: room)
    }

    // MARK: - Members

    /// A peer has subscribed to a topic; `nil` where it is no room of ours, or the peer was there.
    mutating func receiveSubscription(_ peer: PeerID, topic: String) -> ChatEvent? {
        guard let room = rooms.room(ofTopic: topic), rooms.add(peer, to: room) else { return nil }
        return .member(room: room, peer: peer, action: .join)
    }

    /// A peer has left a topic.
    mutating func receiveDeparture(_ peer: PeerID, topic: String) -> ChatEvent? {
        guard let room = rooms.room(ofTopic: topic), rooms.remove(peer, from: room) else { return nil }
        return .member(room: room, peer: peer, action: .leave)
    }

    /// A peer is gone from everywhere.
    mutating func receiveDeparture(_ peer: PeerID) -> [ChatEvent] {
        let left = rooms.rooms(of: peer)
        for room in left { _ = rooms.remove(peer, from: room) }
        return left.map { .member(room: $0, peer: peer, action: .leave) }
    }

    // MARK: - Our messages

    /// Goes by another nick from now on.
    mutating func rename(_ nick: Nick) -> ChatEvent {
        self.nick = nick
        return .renamed(nick: nick.text)
    }

    /// Writes a message.
    ///
    /// - Parameter milliseconds: Unix time.
    /// - Throws: `CommandError` where we are not in the room, or the text is too long.
    func draft(
        _ text: String,
        _ kind: ChatMessage.Kind,
        in name: RoomName?,
        milliseconds: UInt64
    ) throws(CommandError) -> Draft {
        let room = try room(name)
        // In a raw room the text is all there is: no nick, no action.
        let message = ChatMessage(
            room: room,
            id: [],
            author: localPeer,
            nick: room.isRaw ? "" : nick.text,
            text: try CommandParser.checked(text),
            milliseconds: milliseconds,
            kind: room.isRaw ? .text : kind,
            isOwn: true
        )
        let payload =
            room.isRaw
            ? Array(text.utf8)
            : ChatPayload(nick: message.nick, text: text, milliseconds: milliseconds, kind: kind).bytes
        return Draft(topic: room.topic, payload: payload, message: message)
    }

    /// The message was published.
    mutating func receivePublished(_ draft: Draft, as id: MessageID) -> ChatEvent {
        outbox.add(id, to: draft.message.room)
        var message = draft.message
        message.id = id.bytes
        return .message(message)
    }

    /// A message of ours was handed to that many peers; `nil` for one that is not known.
    mutating func receiveSent(_ id: MessageID, peerCount: Int) -> ChatEvent? {
        outbox.remove(id).map { .sent(room: $0, id: id.bytes, peerCount: peerCount) }
    }

    /// Our messages that nobody was handed yet.
    var unsentCount: Int { outbox.count }

    // MARK: - Others' messages

    /// Reads what has come for a room; `nil` where we are not in it, or the bytes are no chat message: they
    /// may be of a later version.
    ///
    /// - Parameter milliseconds: Unix time.
    func read(_ message: GossipMessage, milliseconds: UInt64) -> ChatMessage? {
        guard let room = rooms.room(ofTopic: message.topic), let author = message.from else { return nil }
        var chat = ChatMessage(
            room: room,
            id: message.id.bytes,
            author: author,
            nick: "",
            text: "",
            milliseconds: milliseconds,
            kind: .text,
            isOwn: author == localPeer
        )
        return chat.receive(payload: message.data) ? chat : nil
    }

    /// A message was received; `nil` where its author is not to be shown.
    ///
    /// - Parameter milliseconds: Unix time.
    mutating func receive(_ message: ChatMessage, milliseconds: UInt64) -> ChatEvent? {
        guard !people.isHidden(message.author) else { return nil }
        people.note(message.nick, of: message.author)
        if !message.room.isRaw {
            travelTimes.note(MessageID(bytes: message.id), sent: message.milliseconds, received: milliseconds)
        }
        return .message(message)
    }

    /// A peer told its nick; `nil` where that is no news.
    mutating func receiveNick(_ nick: Nick, of peer: PeerID) -> ChatEvent? {
        let previous = people.nick(of: peer)
        guard previous != nick.text, !people.isHidden(peer) else { return nil }
        people.note(nick.text, of: peer)
        return .named(peer: peer, nick: nick.text, previous: previous)
    }

    /// What peers are told of us.
    var introduction: [UInt8] { Introductions.bytes(nick) }

    /// History has brought something; `nil` where it is not to be shown, or cannot be read.
    mutating func receive(_ telling: RoomHistory.Telling) -> ChatEvent? {
        switch telling {
        case .late(let topic, let record):
            guard let room = rooms.room(ofTopic: topic),
                var message = record.chatMessage(in: room, localPeer: localPeer),
                !people.isHidden(message.author)
            else { return nil }
            message.isLate = true
            // The newest comes first, and perhaps another has been told since.
            if people.nick(of: message.author) == nil { people.note(message.nick, of: message.author) }
            return .message(message)
        case .caughtUp(let report):
            return rooms.room(ofTopic: report.topic).map { .caughtUp(CaughtUp(report, room: $0)) }
        }
    }

    /// What was said last in a room, as far as it is to be shown and fits one event: in the order of their
    /// times, and of their ids, which count upwards with each author.
    func history(of room: RoomName, _ records: [HistoryRecord], latest count: Int) -> ChatEvent {
        var messages = records.compactMap { $0.chatMessage(in: room, localPeer: localPeer) }
        messages.removeAll { people.isHidden($0.author) }
        messages = messages.ordered { left, right in
            left.milliseconds == right.milliseconds
                ? left.id.lexicographicallyPrecedes(right.id) : left.milliseconds < right.milliseconds
        }
        var start = messages.count
        var byteCount = 0
        while start > 0, messages.count - start < count {
            byteCount += messages[start - 1].text.utf8.count
            // Never less than one.
            guard byteCount <= Self.maximumHistoryBytes || start == messages.count else { break }
            start -= 1
        }
        return .history(room: room, messages: Array(messages[start...]))
    }

    /// The text of an answer to `/history` at most, in bytes: it is one event, and one line of JSON.
    private static let maximumHistoryBytes = 1_048_576

    /// How long a message was on its way, by its author's clock; `nil` where that is not known.
    func travelTime(of message: MessageID) -> Interval? {
        travelTimes[message]
    }

    // MARK: - People

    /// The peer that a user means, among those connected and those known here.
    func peer(_ reference: PeerReference, connected: [PeerID]) throws(CommandError) -> PeerID {
        try people.resolve(reference, and: connected + [localPeer])
    }

    /// Puts somebody onto a list.
    mutating func add(_ peer: PeerID, to list: PeerList) throws(CommandError) -> ChatEvent {
        guard peer != localPeer else { throw CommandError(message: "that is you") }
        people.add(peer, to: list)
        return .listed(peer: peer, list: list, isOn: true)
    }

    /// Takes somebody off a list.
    mutating func remove(_ peer: PeerID, from list: PeerList) -> ChatEvent {
        guard people.remove(peer, from: list) else { return .notice("not \(list.name): \(peer.description)") }
        return .listed(peer: peer, list: list, isOn: false)
    }

    /// Whether no connection with that peer is to last.
    func isBlocked(_ peer: PeerID) -> Bool {
        people.isBlocked(peer)
    }

    /// The last nick of a peer; `nil` before its first message. Unsanitised.
    func nick(of peer: PeerID) -> String? {
        people.nick(of: peer)
    }

    // MARK: - Answers

    /// The rooms we are in, in the order of joining.
    var summaries: [RoomSummary] {
        rooms.rooms.map { room in
            RoomSummary(
                room: room.name,
                isCurrent: room.name == rooms.current,
                members: rooms.members(of: room.name).map { RoomMember(peer: $0, nick: people.nick(of: $0)) }
            )
        }
    }

    /// Who is in a room, ourselves first.
    func names(in room: RoomName) -> ChatEvent {
        let members = rooms.members(of: room)
        let lines = ["\(room.text): \(members.count + 1) here", "  \(named(localPeer)), you"]
        return .notice((lines + members.map { "  \(named($0))" }).joined(separator: "\n"))
    }

    /// What is known of a peer.
    ///
    /// - Parameters:
    ///   - connection: How it is connected; `nil` where it is not.
    ///   - listenAddresses: Where we listen ourselves.
    func whois(_ peer: PeerID, _ connection: PeerSummary?, listenAddresses: [Multiaddr]) -> ChatEvent {
        var facts: [String] = []
        if peer == localPeer {
            facts.append("this is you")
            facts += listenAddresses.map { $0.withPeerID(peer).description }
        } else if let connection {
            facts += connection.facts
        } else {
            facts.append("not connected; known by its messages")
        }
        let shared = rooms.rooms(of: peer).map { $0.text }
        if !shared.isEmpty { facts.append("in " + shared.joined(separator: ", ")) }
        if people.isIgnored(peer) { facts.append("ignored") }
        if people.isBlocked(peer) { facts.append("blocked") }
        return .notice(named(peer) + "\n  " + facts.joined(separator: " · "))
    }

    private func named(_ peer: PeerID) -> String {
        let nick = peer == localPeer ? nick.text : people.nick(of: peer) ?? "(no nick yet)"
        return "\(Displayable(nick, limit: Nick.maximumBytes).text) \(peer.description)"
    }
}

extension PeerSummary {
    /// How the peer is connected, for `/whois`.
    fileprivate var facts: [String] {
        let verb = direction == .inbound ? "it dialled" : "we dialled"
        var facts = [address.withoutPeerID.description + ", " + verb]
        if !agent.utf8.isEmpty { facts.append(Displayable(agent, limit: 128).text) }
        if let roundTrip { facts.append("round trip \(roundTrip.milliseconds) ms") }
        return facts
    }
}
