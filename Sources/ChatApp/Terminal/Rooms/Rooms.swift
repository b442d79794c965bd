import ChatCore
import Net

/// The rooms in the order of joining, the one that is shown, and what is new in the others. Never empty: the
/// first one is there before the chat is ready.
public struct Rooms: Sendable {
    /// All of them.
    public private(set) var all: [RoomBuffer]
    /// The place of the one that is shown.
    public private(set) var current: Int

    private var last: RoomName?
    private var activityCount = 0
    /// Whether the window has the focus; nil where the terminal has never told.
    private var focus: Bool?

    /// Whether the reader is looking, as far as is known.
    private var hasFocus: Bool { focus ?? true }

    /// Whether the reader is known to be looking at the window.
    var isWatched: Bool { focus == true }

    /// Peers remembered in each room; strangers that gossip brings are many.
    static let maximumHeard = 4_096

    /// Rooms that are going to be joined, and not to be shown for that.
    private var expected: Set<RoomName>

    /// Those rooms, with one of them shown: the last, unless another is named.
    init(_ names: [RoomName], shown: RoomName? = nil, unread: [Session.Unread] = []) {
        let names = names.isEmpty ? [RoomName.lobby] : names
        all = names.map { RoomBuffer($0) }
        current = shown.flatMap { names.firstIndex(of: $0) } ?? all.count - 1
        expected = Set(names).subtracting([names[current]])
        for new in unread {
            guard let index = names.firstIndex(of: new.room), index != current else { continue }
            (all[index].unreadCount, all[index].mentionCount) = (new.count, new.mentionCount)
        }
    }

    /// What is new in the rooms that are not shown.
    var unread: [Session.Unread] {
        waiting.map {
            Session.Unread(room: all[$0].name, count: all[$0].unreadCount, mentionCount: all[$0].mentionCount)
        }
    }

    /// They are all going to be joined again, the one that is shown stays.
    mutating func expectAll() { expected = Set(all.filter(\.isJoined).map(\.name)).subtracting([shown.name]) }

    /// The room that is shown.
    public internal(set) var shown: RoomBuffer {
        get { all[current] }
        set { all[current] = newValue }
    }

    /// A room by its place.
    public subscript(index: Int) -> RoomBuffer { all[index] }

    /// How many they are.
    public var count: Int { all.count }

    /// The room of that name.
    func room(_ name: RoomName) -> RoomBuffer? { index(of: name).map { all[$0] } }

    /// The rooms with something new, without the one that is shown.
    var waiting: [Int] { all.indices.filter { $0 != current && all[$0].unreadCount > 0 } }

    /// A message of the latest ones in any room, by its id.
    func entry(of id: [UInt8]) -> Entry? {
        guard !id.isEmpty else { return nil }
        for room in all {
            if let entry = room.entries.suffix(400).last(where: { $0.messageID == id }) { return entry }
        }
        return nil
    }

    // MARK: - Moving

    /// Shows a room: the one that is left has been read.
    ///
    /// - Returns: what tells the chat, so that what is typed goes there.
    mutating func go(to index: Int) -> [Request] {
        guard index != current, all.indices.contains(index) else { return [] }
        show(index)
        return shown.isJoined ? [.command(.room(shown.name))] : []
    }

    /// Shows the room this many places further on, wrapping around.
    mutating func step(_ distance: Int) -> [Request] { go(to: (current + distance + count) % count) }

    /// Shows the room that was shown before.
    mutating func goBack() -> [Request] { last.flatMap(index(of:)).map { go(to: $0) } ?? [] }

    /// Shows the room with a mention, or else the one with the latest unread message.
    mutating func goToActivity() -> [Request] {
        let best = waiting.max { left, right in
            let (a, b) = (all[left], all[right])
            if (a.mentionCount > 0) != (b.mentionCount > 0) { return b.mentionCount > 0 }
            return a.activity < b.activity
        }
        return best.map { go(to: $0) } ?? [.hint("nothing new elsewhere")]
    }

    /// The window has the focus, or lost it: what comes from here on is unread.
    mutating func receiveFocus(_ hasFocus: Bool) {
        if self.hasFocus, !hasFocus { shown.unreadSerial = nil }
        focus = hasFocus
    }

    private mutating func show(_ index: Int) {
        guard index != current else { return }
        last = shown.name
        shown.unreadSerial = nil
        current = index
        shown.unreadCount = 0
        shown.mentionCount = 0
    }

    private func index(of name: RoomName) -> Int? { all.firstIndex { $0.name == name } }

    // MARK: - What the chat tells

    /// We are in a room; it is shown now. Its history is asked for once.
    mutating func receiveJoined(_ name: RoomName, keepsHistory: Bool) -> [Request] {
        let place = index(of: name) ?? all.count
        if place == all.count { all.append(RoomBuffer(name)) }
        all[place].isJoined = true
        if expected.remove(name) == nil { show(place) }
        guard keepsHistory, !all[place].hasAskedForHistory else { return [] }
        all[place].hasAskedForHistory = true
        return [.effect(.loadHistory(name))]
    }

    /// We left a room. The last one stays on the screen.
    mutating func receiveLeft(_ name: RoomName) {
        guard let place = index(of: name) else { return }
        guard all.count > 1 else {
            all[place].isJoined = false
            all[place].members = []
            return
        }
        let shownName = shown.name
        all.remove(at: place)
        current = index(of: shownName) ?? min(place, all.count - 1)
        if last == name { last = nil }
    }

    /// What is typed goes to that room.
    mutating func receiveSwitched(_ name: RoomName) {
        if let index = index(of: name) { show(index) }
    }

    /// Somebody came into a room or went, which the line announces where it is news.
    mutating func receiveMember(
        _ name: RoomName,
        _ peer: PeerID,
        _ action: ChatEvent.MemberAction,
        announcing line: Entry?,
        limit: Int
    ) {
        guard let index = index(of: name) else { return }
        let isNews: Bool
        switch action {
        case .join:
            all[index].heard.remove(peer)
            isNews = all[index].members.insert(peer).inserted
        case .leave: isNews = all[index].members.remove(peer) != nil
        }
        if isNews, let line { all[index].append(line, limit: limit) }
    }

    /// Something was said.
    ///
    /// - Returns: whether it was new: after a restart the network may bring what is in the history already.
    mutating func receive(_ entry: Entry, in name: RoomName, limit: Int) -> Bool {
        guard let index = index(of: name), !all[index].isInHistory(entry.messageID) else { return false }
        if let author = entry.author, !entry.isOwn, !all[index].members.contains(author),
            all[index].heard.count < Self.maximumHeard
        {
            all[index].heard.insert(author)
        }
        if entry.isLate { return receive(late: entry, in: index, limit: limit) }
        activityCount += 1
        all[index].activity = activityCount
        if entry.isOwn, index == current { all[index].position = .newest }
        if !entry.isOwn, index != current || !hasFocus {
            if all[index].unreadSerial == nil { all[index].unreadSerial = all[index].upcomingSerial }
            all[index].unreadCount += index == current ? 0 : 1
            all[index].mentionCount += entry.isMention && index != current ? 1 : 0
        }
        all[index].append(entry, limit: limit)
        return true
    }

    /// Something that was said before has come. It counts as unread, and nothing moves.
    private mutating func receive(late entry: Entry, in index: Int, limit: Int) -> Bool {
        guard let serial = all[index].insert(late: entry, limit: limit) else { return false }
        guard !entry.isOwn, index != current || !hasFocus else { return true }
        all[index].unreadSerial = min(all[index].unreadSerial ?? serial, serial)
        all[index].unreadCount += index == current ? 0 : 1
        return true
    }

    /// Nobody is connected any more.
    mutating func receiveLoss() {
        for index in all.indices { (all[index].members, all[index].heard) = ([], []) }
    }

    /// To how many peers an own message was handed.
    mutating func receiveSent(_ name: RoomName, _ id: [UInt8], peerCount: Int) {
        if let index = index(of: name) { all[index].noteSent(id, peerCount: peerCount) }
    }

    /// What earlier runs have kept goes before everything of this one.
    mutating func receiveHistory(_ name: RoomName, _ entries: [Entry]) {
        if let index = index(of: name) { all[index].prepend(entries) }
    }

    // MARK: - Lines of the program's own

    /// Adds a line to the room that is shown.
    mutating func append(_ entry: Entry, limit: Int) { shown.append(entry, limit: limit) }

    /// Adds a line to every room that somebody is in.
    mutating func append(_ entry: Entry, whereverIs peer: PeerID, limit: Int) {
        for index in all.indices where all[index].members.contains(peer) || all[index].heard.contains(peer) {
            all[index].append(entry, limit: limit)
        }
    }

    /// Empties the room that is shown.
    mutating func clear() { shown.clear() }
}
