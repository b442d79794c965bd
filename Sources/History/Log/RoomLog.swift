import HearsayCollections
internal import Net

/// What is kept of one room, in memory: the messages, their order, and what is kept out.
///
/// Bounded by its keep. What was sorted out is not asked for again, and what was forgotten does not come
/// back: the window that is offered and asked for begins after it.
public struct RoomLog {
    /// What became of a message.
    public enum Insertion: Equatable, Sendable {
        /// It is kept. Others may have had to go.
        case kept
        /// It is there already.
        case known
        /// It waits until its author's clock is ours.
        case waiting
        /// It is too old, too long, or sorted out.
        case declined
    }

    private let keep: HistoryKeep
    private let limits: HistoryLimits

    /// The order of what is kept. Reconciliations bring it up to date; nobody else changes it.
    var index = ItemIndex()
    private var records: [ItemID: HistoryRecord] = [:]
    private var authors: [PeerID: AuthorShare] = [:]
    private var declined: BoundedMap<ItemID, Bool>
    /// Not yet kept, because their time is to come; and whether each has been shown.
    private var waiting: [(record: HistoryRecord, isShown: Bool)] = []
    /// What the messages take.
    public private(set) var byteCount = 0
    /// Nothing of an earlier second is kept any more.
    public private(set) var floor: UInt64
    /// What had to go since it was last asked.
    private var removed: [HistoryItem] = []

    /// An empty log.
    ///
    /// - Parameter floor: What was forgotten on request ends there: Unix time in seconds.
    public init(keep: HistoryKeep, limits: HistoryLimits, floor: UInt64 = 0) {
        self.keep = keep
        self.limits = limits
        self.floor = floor
        declined = BoundedMap(limit: limits.declinedMessages)
    }

    /// How many messages are kept.
    public var count: Int { index.count }

    // MARK: - Changes

    /// Takes a message whose signature was checked.
    ///
    /// - Parameter isShown: Whether it was shown as it came, by gossip.
    public mutating func insert(_ record: HistoryRecord, isShown: Bool, seconds now: UInt64) -> Insertion {
        guard !knows(record.item.id) else { return .known }
        guard record.bytes.count <= limits.messageBytes, record.item.time >= start(seconds: now) else {
            decline(record.item.id)
            return .declined
        }
        guard record.item.time <= now.addingReportingOverflow(limits.futureSeconds).partialValue else {
            guard waiting.count < limits.waitingMessages else { return .declined }
            waiting.append((record, isShown))
            return .waiting
        }
        put(record)
        makeRoom(for: record.author)
        return records[record.item.id] == nil ? .declined : .kept
    }

    /// Lets go of what has become too old, and takes in what has waited for its time.
    ///
    /// - Returns: What has waited, and whether each has been shown.
    mutating func receiveTime(seconds now: UInt64) -> [(record: HistoryRecord, isShown: Bool)] {
        let start = start(seconds: now)
        while let first = index.first, first.time < start { remove(first) }
        let due = waiting.filter { $0.record.item.time <= now }
        guard !due.isEmpty else { return [] }
        waiting.removeAll { $0.record.item.time <= now }
        for entry in due {
            put(entry.record)
            makeRoom(for: entry.record.author)
        }
        return due
    }

    /// Lets go of everything, and of what was said before now by whomever.
    public mutating func forget(seconds now: UInt64) {
        self = RoomLog(
            keep: keep,
            limits: limits,
            floor: max(floor, now.addingReportingOverflow(1).partialValue)
        )
    }

    /// It is of no use here, and is not asked for again.
    mutating func decline(_ id: ItemID) {
        declined.set(true, for: id)
    }

    /// What had to go since it was last asked: the store lets go of it too.
    public mutating func takeRemoved() -> [HistoryItem] {
        defer { removed.removeAll() }
        return removed
    }

    // MARK: - Queries

    /// What is older is not kept.
    private func start(seconds now: UInt64) -> UInt64 {
        max(floor, now - min(now, keep.seconds))
    }

    /// The second in which the window begins that is offered and asked for: a full hour, so that peers of one
    /// keep have one window, whatever second it is.
    func windowStart(seconds now: UInt64) -> UInt64 {
        let start = now - min(now, keep.seconds)
        return max(floor, (start + 3_599) / 3_600 * 3_600)
    }

    /// Whether the message is there, waits, or was sorted out.
    public func knows(_ id: ItemID) -> Bool {
        records[id] != nil || declined[id] != nil || waiting.contains { $0.record.item.id == id }
    }

    /// The message of that id.
    public subscript(id: ItemID) -> HistoryRecord? { records[id] }

    /// The latest messages, in their order. There may be more than asked for: the second in which the first
    /// of them was said is there as a whole, since within a second the order is that of ids.
    public mutating func latest(_ count: Int) -> [HistoryRecord] {
        index.settle()
        guard count > 0, index.count > 0 else { return [] }
        let first = index[max(0, index.count - count)]
        let ranks = index.rank(of: HistoryItem(startOf: first.time))..<index.count
        return index.items(ranks).compactMap { records[$0.id] }
    }

    // MARK: - Private

    private mutating func put(_ record: HistoryRecord) {
        records[record.item.id] = record
        index.insert(record.item)
        authors[record.author, default: AuthorShare()].insert(record)
        byteCount += record.bytes.count
    }

    /// Lets the oldest go while there is too much. An author of more than half of all lets his own go first,
    /// so that one who invents old talk drives out nobody else's.
    private mutating func makeRoom(for author: PeerID) {
        while index.count > keep.messages || byteCount > keep.bytes, let oldest = index.first {
            if let own = authors[author], own.isMost(of: keep), let first = own.items.first {
                decline(first.id)
                remove(first)
            } else {
                remove(oldest)
                floor = max(floor, oldest.time + 1)
            }
        }
    }

    private mutating func remove(_ item: HistoryItem) {
        guard let record = records.removeValue(forKey: item.id) else { return }
        index.remove(item)
        byteCount -= record.bytes.count
        authors[record.author]?.remove(record)
        if authors[record.author]?.items.count == 0 { authors[record.author] = nil }
        removed.append(item)
    }
}
