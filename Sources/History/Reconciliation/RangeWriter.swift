/// Writes a message, range by range. Ranges that are skipped are written as one, and only before another.
struct RangeWriter {
    /// The version of the protocol: 1.
    static let version: UInt8 = 0x61
    /// What a range takes besides ids, at most: a bound, a mode, a count and a fingerprint.
    static let maximumRangeBytes = 80

    private(set) var bytes = [version]
    private var previousTime: UInt64 = 0
    /// Where a skip that is not written yet ends.
    private var skipEnd: HistoryItem?

    /// Whether nothing was said but skips.
    var isEmpty: Bool { bytes.count == 1 }

    mutating func skip(to end: HistoryItem) {
        skipEnd = end
    }

    mutating func fingerprint(_ fingerprint: [UInt8], to end: HistoryItem) {
        beginRange(end, mode: 1)
        bytes.append(contentsOf: fingerprint)
    }

    mutating func ids(of items: [HistoryItem], to end: HistoryItem) {
        beginRange(end, mode: 2)
        DigitVarint.append(UInt64(items.count), to: &bytes)
        for item in items { item.id.append(to: &bytes, count: ItemID.byteCount) }
    }

    private mutating func beginRange(_ end: HistoryItem, mode: UInt64) {
        if let skipEnd {
            self.skipEnd = nil
            beginRange(skipEnd, mode: 0)
        }
        if end.time == .max {
            DigitVarint.append(0, to: &bytes)
        } else {
            DigitVarint.append(end.time - previousTime + 1, to: &bytes)
        }
        previousTime = end.time
        let count = Self.byteCount(of: end)
        DigitVarint.append(UInt64(count), to: &bytes)
        end.id.append(to: &bytes, count: count)
        DigitVarint.append(mode, to: &bytes)
    }

    /// How many bytes of a bound's id are written: up to the last that is not 0.
    private static func byteCount(of bound: HistoryItem) -> Int {
        let words = bound.id.words
        if words == (0, 0, 0, 0) { return 0 }
        if words.3 != 0 { return 32 - words.3.trailingZeroBitCount / 8 }
        if words.2 != 0 { return 24 - words.2.trailingZeroBitCount / 8 }
        if words.1 != 0 { return 16 - words.1.trailingZeroBitCount / 8 }
        return 8 - words.0.trailingZeroBitCount / 8
    }

    /// The shortest bound between two items that follow each other.
    static func bound(between left: HistoryItem, and right: HistoryItem) -> HistoryItem {
        guard left.time == right.time else { return HistoryItem(startOf: right.time) }
        return HistoryItem(time: right.time, id: right.id.prefix(left.id.commonByteCount(with: right.id) + 1))
    }
}
