/// The end of a reconciliation that answers (negentropy protocol v1, "server").
///
/// It keeps nothing of what was asked, but the items it has named: the other end asks for them by their
/// number.
public struct ReconciliationResponder: Sendable {
    /// A range of so few items is named id by id.
    private static let fewItems = 8
    /// So many are named at once where hardly any range differs, which saves a round.
    private static let someItems = 64
    /// How many ranges that is.
    private static let fewRanges = 4

    private let start: HistoryItem
    private let limits: ReconciliationLimits

    /// The items that were named, in order; some perhaps more than once.
    public private(set) var named: [HistoryItem] = []
    /// How many messages were answered.
    public private(set) var rounds = 0

    /// A reconciliation of the items from `start` on.
    public init(from start: HistoryItem, limits: ReconciliationLimits = ReconciliationLimits()) {
        self.start = start
        self.limits = limits
    }

    /// Answers a message. One of another version is answered by the version that is spoken here.
    ///
    /// - Throws: `ReconciliationError`, and nothing is to be answered.
    public mutating func receive(
        _ message: ArraySlice<UInt8>,
        _ index: inout ItemIndex
    ) throws(ReconciliationError) -> [UInt8] {
        guard message.count <= limits.messageBytes else { throw .tooLong }
        guard let version = message.first else { throw .truncated }
        var writer = RangeWriter()
        guard version == RangeWriter.version else { return writer.bytes }
        rounds += 1
        guard rounds <= limits.rounds + named.count / 500, named.count <= limits.differences * 2 else {
            throw .tooManyRounds
        }
        index.settle()
        let view = ReconciliationView(index, from: start)
        let isSmall = try differingRanges(message.dropFirst(), view) <= Self.fewRanges
        var reader = RangeReader(message.dropFirst())
        var lower = HistoryItem.start
        while let range = try reader.next() {
            let ranks = view.ranks(from: lower, to: range.end)
            var isFull = false
            switch range.content {
            case .skip: writer.skip(to: range.end)
            case .fingerprint(let bytes):
                if bytes.elementsEqual(view.fingerprint(ranks)) {
                    writer.skip(to: range.end)
                } else if ranks.count <= (isSmall ? Self.someItems : Self.fewItems) {
                    isFull = name(ranks, to: range.end, view, &writer)
                } else {
                    view.split(
                        ranks,
                        to: range.end,
                        parts: RangeParts.count(of: ranks.count),
                        into: &writer
                    )
                }
            case .ids: isFull = name(ranks, to: range.end, view, &writer)
            }
            lower = range.end
            if isFull { break }
            if writer.bytes.count > limits.messageBytes - RangeWriter.maximumRangeBytes * 16 {
                view.summarize(from: lower, into: &writer)
                break
            }
        }
        return writer.bytes
    }

    /// How many ranges of the message say something else than is known here.
    private func differingRanges(
        _ message: ArraySlice<UInt8>,
        _ view: ReconciliationView
    ) throws(ReconciliationError) -> Int {
        var reader = RangeReader(message)
        var lower = HistoryItem.start
        var count = 0
        while let range = try reader.next() {
            if case .fingerprint(let bytes) = range.content,
                !bytes.elementsEqual(view.fingerprint(view.ranks(from: lower, to: range.end)))
            {
                count += 1
            }
            lower = range.end
        }
        return count
    }

    /// Names the items, as many as there is room for; returns whether that was not all of them.
    private mutating func name(
        _ ranks: Range<Int>,
        to end: HistoryItem,
        _ view: ReconciliationView,
        _ writer: inout RangeWriter
    ) -> Bool {
        let room = limits.messageBytes - writer.bytes.count - RangeWriter.maximumRangeBytes * 2
        let count = min(ranks.count, max(1, room / ItemID.byteCount))
        let items = view.items(ranks.prefix(count))
        named.append(contentsOf: items)
        guard count < ranks.count else {
            writer.ids(of: items, to: end)
            return false
        }
        let next = view.items(ranks.dropFirst(count).prefix(1))[0]
        let bound = RangeWriter.bound(between: items[count - 1], and: next)
        writer.ids(of: items, to: bound)
        view.summarize(from: bound, into: &writer)
        return true
    }
}
