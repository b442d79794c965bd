/// The end of a reconciliation that asks, and learns what either end lacks (negentropy protocol v1,
/// "client").
///
///     var asking = ReconciliationInitiator(from: start, limits: limits)
///     var message: [UInt8]? = asking.begin(&index)
///     while let next = message { message = try asking.receive(answer(to: next), &index) }
///
/// The index may change between two messages: what is added or removed meanwhile is found or not.
public struct ReconciliationInitiator: Sendable {
    private let start: HistoryItem
    private let limits: ReconciliationLimits
    private var namedCount = 0

    /// What is here and not there, in order.
    public private(set) var surplus: [HistoryItem] = []
    /// What is there and not here, in the order in which it was named.
    public private(set) var missing: [ItemID] = []
    /// At which place each of `missing` was named, counted over all messages.
    public private(set) var missingPlaces: [Int] = []
    /// How many messages were sent.
    public private(set) var rounds = 0

    /// A reconciliation of the items from `start` on.
    public init(from start: HistoryItem, limits: ReconciliationLimits = ReconciliationLimits()) {
        self.start = start
        self.limits = limits
    }

    /// The first message: one fingerprint of everything.
    public mutating func begin(_ index: inout ItemIndex) -> [UInt8] {
        rounds = 1
        index.settle()
        var writer = RangeWriter()
        ReconciliationView(index, from: start).summarize(from: .start, into: &writer)
        return writer.bytes
    }

    /// Takes an answer.
    ///
    /// - Returns: The next message; nil when nothing is left to ask.
    /// - Throws: `ReconciliationError`; what was found until then is right all the same.
    public mutating func receive(
        _ message: ArraySlice<UInt8>,
        _ index: inout ItemIndex
    ) throws(ReconciliationError) -> [UInt8]? {
        guard message.count <= limits.messageBytes else { throw .tooLong }
        guard let version = message.first else { throw .truncated }
        guard version == RangeWriter.version else { throw .unsupportedVersion(version) }
        index.settle()
        let view = ReconciliationView(index, from: start)
        var reader = RangeReader(message.dropFirst())
        var writer = RangeWriter()
        var lower = HistoryItem.start
        while let range = try reader.next() {
            let ranks = view.ranks(from: lower, to: range.end)
            switch range.content {
            case .skip: writer.skip(to: range.end)
            case .fingerprint(let bytes): receive(fingerprint: bytes, ranks, range.end, view, &writer)
            case .ids(let bytes):
                receive(ids: bytes, view.items(ranks))
                writer.skip(to: range.end)
            }
            lower = range.end
            if writer.bytes.count > limits.messageBytes - RangeWriter.maximumRangeBytes * 16 {
                view.summarize(from: lower, into: &writer)
                break
            }
        }
        guard !writer.isEmpty, surplus.count < limits.differences, missing.count < limits.differences else {
            return nil
        }
        rounds += 1
        // A peer that names new ids may go on as long as it has any.
        guard rounds <= limits.rounds + missing.count / 500 else { throw .tooManyRounds }
        return writer.bytes
    }

    private func receive(
        fingerprint: ArraySlice<UInt8>,
        _ ranks: Range<Int>,
        _ end: HistoryItem,
        _ view: ReconciliationView,
        _ writer: inout RangeWriter
    ) {
        guard !fingerprint.elementsEqual(view.fingerprint(ranks)) else { return writer.skip(to: end) }
        // Ids are named for the other end to answer with its own: that pays where there are hardly any.
        if ranks.count < 2 {
            writer.ids(of: view.items(ranks), to: end)
        } else {
            view.split(ranks, to: end, parts: RangeParts.count(of: ranks.count), into: &writer)
        }
    }

    private mutating func receive(ids bytes: ArraySlice<UInt8>, _ ours: [HistoryItem]) {
        var theirs = Set<ItemID>(minimumCapacity: bytes.count / ItemID.byteCount)
        let known = Set(ours.map { $0.id })
        var rest = bytes
        while !rest.isEmpty {
            let id = ItemID(rest.prefix(ItemID.byteCount))
            rest = rest.dropFirst(ItemID.byteCount)
            if theirs.insert(id).inserted, !known.contains(id) {
                missing.append(id)
                missingPlaces.append(namedCount)
            }
            namedCount += 1
        }
        for item in ours where !theirs.contains(item.id) { surplus.append(item) }
    }
}
