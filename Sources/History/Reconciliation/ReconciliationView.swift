/// The items that take part in a reconciliation: those from a place on.
struct ReconciliationView {
    private let index: ItemIndex
    private let firstRank: Int

    /// - Parameters:
    ///   - index: Settled.
    ///   - start: The first place that takes part.
    init(_ index: ItemIndex, from start: HistoryItem) {
        self.index = index
        firstRank = index.rank(of: start)
    }

    /// The ranks of the items between two places.
    func ranks(from start: HistoryItem, to end: HistoryItem) -> Range<Int> {
        let lower = rank(of: start)
        return lower..<max(lower, rank(of: end))
    }

    func items(_ ranks: Range<Int>) -> [HistoryItem] { index.items(ranks) }

    func fingerprint(_ ranks: Range<Int>) -> [UInt8] { index.sum(ranks).fingerprint }

    /// Writes a range as so many fingerprints, of parts that are equally long.
    func split(_ ranks: Range<Int>, to end: HistoryItem, parts: Int, into writer: inout RangeWriter) {
        var lower = ranks.lowerBound
        for part in 1...max(1, parts) {
            let isLast = part == max(1, parts)
            let upper = isLast ? ranks.upperBound : ranks.lowerBound + ranks.count * part / parts
            let bound = isLast ? end : RangeWriter.bound(between: index[upper - 1], and: index[upper])
            writer.fingerprint(fingerprint(lower..<upper), to: bound)
            lower = upper
        }
    }

    /// Writes one fingerprint of everything from that place on: the message is full, and the rest is left to
    /// the next.
    func summarize(from start: HistoryItem, into writer: inout RangeWriter) {
        writer.fingerprint(fingerprint(ranks(from: start, to: .infinity)), to: .infinity)
    }

    private func rank(of place: HistoryItem) -> Int {
        max(firstRank, index.rank(of: place))
    }
}
