public import ChatCore
public import Net

/// A room as the terminal keeps it: its lines, its members, and what is unread.
public struct RoomBuffer: Hashable, Sendable {
    /// What part of the lines is shown.
    public enum Position: Hashable, Sendable {
        /// The newest; it moves along with what arrives.
        case newest
        /// Held still: at the top is this row of the text of the line with this serial; a negative one is
        /// above the text, where its rules are. What comes above the line, and takes a rule from it, moves
        /// nothing.
        case held(serial: Int, row: Int)
    }

    /// Its name.
    public let name: RoomName
    /// The lines, the oldest first. Serials are consecutive.
    public private(set) var entries: [Entry] = []
    /// Who else is there: connected peers that subscribe to the topic.
    public internal(set) var members: Set<PeerID> = []
    /// The authors heard there that are not connected to us.
    public internal(set) var heard: Set<PeerID> = []
    /// Messages that were not seen yet.
    public internal(set) var unreadCount = 0
    /// Those of them that name the reader.
    public internal(set) var mentionCount = 0
    /// The serial of the first line that was not seen when the room was left.
    public internal(set) var unreadSerial: Int?
    /// What part of the lines is shown.
    public internal(set) var position = Position.newest
    /// Whether we are still in it.
    public internal(set) var isJoined = true
    /// The search in it, if there is one.
    public internal(set) var search: RoomSearch?
    /// When the last message came, in an order of its own: rooms with newer activity are visited first.
    public internal(set) var activity = 0

    /// Whether its history was asked for in this run.
    var hasAskedForHistory = false
    /// Whether what was said still earlier can be asked for: it has come so far, and was not all.
    private var hasEarlier = false
    private var nextSerial = 0
    /// The message ids of the latest lines of earlier runs.
    private var historyIDs: Set<[UInt8]> = []
    private var searchIndex = SearchIndex()

    /// A room that was just joined.
    public init(_ name: RoomName) {
        self.name = name
    }

    /// Adds a line; the oldest are dropped in bulk when there are more than `limit` and an eighth.
    ///
    /// - Returns: its serial.
    @discardableResult
    public mutating func append(_ entry: Entry, limit: Int) -> Int {
        var entry = entry
        entry.serial = nextSerial
        nextSerial += 1
        entries.append(entry)
        searchIndex.append(entry)
        trim(to: limit)
        return entry.serial
    }

    /// Puts a line that came late where it belongs by its time. What is being read stays where it is.
    ///
    /// - Returns: its serial; nil where it is older than all that is kept here.
    mutating func insert(late entry: Entry, limit: Int) -> Int? {
        let following = entries.reversed().prefix { $0.milliseconds > entry.milliseconds }.count
        let place = entries.count - following
        guard place > 0 || entries.count < limit else { return nil }
        guard place < entries.count else { return append(entry, limit: limit) }
        var entry = entry
        entry.serial = entries[place].serial
        // Lines of earlier runs stay below zero.
        if entry.serial < 0 || place > 0 && entries[place - 1].serial < 0 {
            entry.serial -= 1
            for earlier in entries.indices.prefix(place) { entries[earlier].serial -= 1 }
            move(serialsBelow: entry.serial + 1, by: -1)
        } else {
            for later in entries.indices.dropFirst(place) { entries[later].serial += 1 }
            nextSerial += 1
            move(serialsFrom: entry.serial, by: 1)
        }
        entries.insert(entry, at: place)
        searchIndex.insert(entry, at: place)
        trim(to: limit)
        return entry.serial
    }

    private mutating func move(serialsBelow limit: Int, by distance: Int) {
        if case .held(let serial, let row) = position, serial < limit {
            position = .held(serial: serial + distance, row: row)
        }
        if let serial = unreadSerial, serial < limit { unreadSerial = serial + distance }
    }

    private mutating func move(serialsFrom first: Int, by distance: Int) {
        if case .held(let serial, let row) = position, serial >= first {
            position = .held(serial: serial + distance, row: row)
        }
        if let serial = unreadSerial, serial >= first { unreadSerial = serial + distance }
    }

    /// Puts lines of earlier runs before all others, but for those that this run has already. Their serials
    /// are below zero.
    mutating func prepend(_ history: [Entry]) {
        let present = Set(entries.map(\.messageID))
        var older = history.filter { $0.messageID.isEmpty || !present.contains($0.messageID) }
        let first = (entries.first?.serial ?? nextSerial) - older.count
        var index = SearchIndex()
        for place in older.indices {
            older[place].serial = first + place
            index.append(older[place])
        }
        for entry in entries { index.append(entry) }
        entries = older + entries
        searchIndex = index
        hasEarlier = !older.isEmpty
        guard historyIDs.isEmpty else { return }
        historyIDs = Set(older.suffix(Self.rememberedMessages).map(\.messageID).filter { !$0.isEmpty })
    }

    /// The first message, where what was said before it is to be asked for; once until that has come.
    mutating func takeEarlierWish() -> Entry? {
        guard hasEarlier, let first = entries.first(where: { !$0.messageID.isEmpty }) else { return nil }
        hasEarlier = false
        return first
    }

    /// Whether a message is among the latest of an earlier run.
    func isInHistory(_ id: [UInt8]) -> Bool { historyIDs.contains(id) }

    /// Whether a line is the first of this run, behind lines of earlier ones.
    func isFirstOfRun(_ index: Int) -> Bool {
        index > 0 && entries[index].serial == 0
    }

    /// How many messages of earlier runs are recognised when they come again: more than any peer's message
    /// cache holds of one room.
    private static let rememberedMessages = 2_000

    /// The place in `entries` of a serial, or of the oldest line when that line is gone; nil when there are
    /// no lines.
    public func index(ofSerial serial: Int) -> Int? {
        guard let first = entries.first else { return nil }
        return min(max(0, serial - first.serial), entries.count - 1)
    }

    /// The next line that a search finds, in its text or its author's nick, from `index` (not itself) towards
    /// older or newer ones, around the ends.
    ///
    /// - Returns: the place in `entries`; nil when no line matches.
    func found(by search: RoomSearch, from index: Int, older: Bool) -> Int? {
        searchIndex.next(search.folded, from: index, older: older)
    }

    /// Notes to how many peers an own message was handed. Looks at the latest lines only.
    mutating func noteSent(_ id: [UInt8], peerCount: Int) {
        for index in entries.indices.suffix(200).reversed() where entries[index].messageID == id {
            entries[index].peerCount = max(peerCount, entries[index].peerCount ?? 0)
            return
        }
    }

    /// Drops all lines.
    mutating func clear() {
        entries = []
        searchIndex = SearchIndex()
        position = .newest
        unreadSerial = nil
        unreadCount = 0
        mentionCount = 0
        search = nil
    }

    /// The reader looks elsewhere now: what comes from here on is unread.
    mutating func markAllRead() {
        unreadSerial = nil
        unreadCount = 0
        mentionCount = 0
    }

    /// The columns of the widest nick among the latest lines: those in sight, and some before, so that the
    /// text does not move to and fro.
    var nickColumns: Int { recent.reduce(2) { max($0, $1.nickColumns) } }

    /// The latest lines, which decide how wide the columns before the text are.
    var recent: ArraySlice<Entry> { entries.suffix(200) }

    /// How many are there, ourselves included: those connected to us, and those that gossip brings.
    var presentCount: Int { members.count + heard.count + (isJoined ? 1 : 0) }

    /// The serial that the next line will have.
    var upcomingSerial: Int { nextSerial }

    private mutating func trim(to limit: Int) {
        guard entries.count > limit + limit / 8 else { return }
        let surplus = entries.count - limit
        entries.removeFirst(surplus)
        searchIndex.removeFirst(surplus)
        keepPositionInside()
    }

    private mutating func keepPositionInside() {
        guard let first = entries.first?.serial else { return }
        if case .held(let serial, _) = position, serial < first {
            // The first line stands below the rule of its day.
            position = .held(serial: first, row: -1)
        }
        if let serial = unreadSerial, serial < first { unreadSerial = first }
    }
}
