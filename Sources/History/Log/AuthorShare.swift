/// What of a room one author has written.
struct AuthorShare {
    private(set) var items = ItemIndex()
    private var byteCount = 0

    mutating func insert(_ record: HistoryRecord) {
        if items.insert(record.item) { byteCount += record.bytes.count }
    }

    mutating func remove(_ record: HistoryRecord) {
        if items.remove(record.item) { byteCount -= record.bytes.count }
    }

    /// Whether that is more than half of what is kept of a room, by either measure.
    func isMost(of keep: HistoryKeep) -> Bool {
        items.count * 2 > keep.messages || byteCount * 2 > keep.bytes
    }
}
