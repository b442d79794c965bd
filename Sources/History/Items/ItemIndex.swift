/// The items of a log in their order, with the sums that fingerprints are made of.
///
/// The items lie in blocks of at most `blockItems`. Before a question about ranks, `settle` brings up to date
/// what lies before each block; what is appended at the end, as live talk is, leaves all but the last block
/// as it was. A fingerprint then costs two blocks, and not the range.
public struct ItemIndex: Sendable {
    /// The most items of a block; a full one is cut in two.
    static let blockItems = 256

    private struct Block {
        var items: [HistoryItem]
        var sum: ItemSum
    }

    private var blocks: [Block] = []
    /// What lies before each block, for the first of them only, up to the last change.
    private var before: [ItemSum] = []
    /// How many items there are.
    public private(set) var count = 0

    /// Nothing.
    public init() {}

    // MARK: - Changes

    /// Adds an item; returns whether it is new.
    @discardableResult
    public mutating func insert(_ item: HistoryItem) -> Bool {
        guard !blocks.isEmpty else {
            blocks = [Block(items: [], sum: ItemSum())]
            return insert(item)
        }
        let block = blockIndex(of: item)
        let place = Self.rank(of: item, in: blocks[block].items)
        if place < blocks[block].items.count, blocks[block].items[place] == item { return false }
        blocks[block].items.insert(item, at: place)
        blocks[block].sum.add(item.id)
        count += 1
        forgetSums(after: block)
        if blocks[block].items.count > Self.blockItems { split(block) }
        return true
    }

    /// Removes an item; returns whether it was there.
    @discardableResult
    public mutating func remove(_ item: HistoryItem) -> Bool {
        guard !blocks.isEmpty else { return false }
        let block = blockIndex(of: item)
        let place = Self.rank(of: item, in: blocks[block].items)
        guard place < blocks[block].items.count, blocks[block].items[place] == item else { return false }
        blocks[block].items.remove(at: place)
        var removed = ItemSum()
        removed.add(item.id)
        blocks[block].sum.subtract(removed)
        count -= 1
        forgetSums(after: block)
        if blocks[block].items.isEmpty {
            blocks.remove(at: block)
            before.removeLast(max(0, before.count - block))
        }
        return true
    }

    // MARK: - Items

    /// The earliest item.
    public var first: HistoryItem? { blocks.first?.items.first }

    /// The latest item.
    public var last: HistoryItem? { blocks.last?.items.last }

    /// Whether the item is there.
    public func contains(_ item: HistoryItem) -> Bool {
        guard !blocks.isEmpty else { return false }
        let items = blocks[blockIndex(of: item)].items
        let place = Self.rank(of: item, in: items)
        return place < items.count && items[place] == item
    }

    // MARK: - Ranks

    /// Brings up to date what the questions below are answered from; to be called after changes.
    public mutating func settle() {
        if before.isEmpty, !blocks.isEmpty { before.append(ItemSum()) }
        while before.count < blocks.count {
            var sum = before[before.count - 1]
            sum.add(blocks[before.count - 1].sum)
            before.append(sum)
        }
    }

    /// How many items lie before that place.
    public func rank(of place: HistoryItem) -> Int {
        guard !blocks.isEmpty else { return 0 }
        let block = blockIndex(of: place)
        return Int(before[block].count) + Self.rank(of: place, in: blocks[block].items)
    }

    /// The items of these ranks, in their order.
    public func items(_ ranks: Range<Int>) -> [HistoryItem] {
        var items: [HistoryItem] = []
        guard !ranks.isEmpty else { return items }
        items.reserveCapacity(ranks.count)
        var block = blockIndex(ofRank: ranks.lowerBound)
        var rank = ranks.lowerBound
        while rank < ranks.upperBound {
            let start = rank - Int(before[block].count)
            let end = min(blocks[block].items.count, start + ranks.upperBound - rank)
            items.append(contentsOf: blocks[block].items[start..<end])
            rank += end - start
            block += 1
        }
        return items
    }

    /// The item of that rank.
    public subscript(rank: Int) -> HistoryItem {
        let block = blockIndex(ofRank: rank)
        return blocks[block].items[rank - Int(before[block].count)]
    }

    /// The sum of the items of these ranks.
    func sum(_ ranks: Range<Int>) -> ItemSum {
        var sum = sum(before: ranks.upperBound)
        sum.subtract(self.sum(before: ranks.lowerBound))
        return sum
    }

    // MARK: - Private

    private func sum(before rank: Int) -> ItemSum {
        guard !blocks.isEmpty, rank > 0 else { return ItemSum() }
        let block = blockIndex(ofRank: min(rank, count - 1))
        var sum = before[block]
        for item in blocks[block].items.prefix(rank - Int(sum.count)) { sum.add(item.id) }
        return sum
    }

    /// The block that the place lies in: the last one that begins at or before it.
    private func blockIndex(of place: HistoryItem) -> Int {
        var low = 0
        var high = blocks.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if blocks[middle].items[0] <= place { low = middle } else { high = middle - 1 }
        }
        return low
    }

    private func blockIndex(ofRank rank: Int) -> Int {
        var low = 0
        var high = blocks.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if before[middle].count <= UInt64(rank) { low = middle } else { high = middle - 1 }
        }
        return low
    }

    /// How many of the items lie before the place.
    private static func rank(of place: HistoryItem, in items: [HistoryItem]) -> Int {
        var low = 0
        var high = items.count
        while low < high {
            let middle = (low + high) / 2
            if items[middle] < place { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func forgetSums(after block: Int) {
        before.removeLast(max(0, before.count - block - 1))
    }

    /// Cuts a block in two. The last one keeps nearly all, since what follows is appended.
    private mutating func split(_ block: Int) {
        let items = blocks[block].items
        let cut = block == blocks.count - 1 ? items.count - 1 : items.count / 2
        let tail = Array(items[cut...])
        var sum = ItemSum()
        for item in tail { sum.add(item.id) }
        blocks[block].items.removeLast(tail.count)
        blocks[block].sum.subtract(sum)
        blocks.insert(Block(items: tail, sum: sum), at: block + 1)
    }
}
