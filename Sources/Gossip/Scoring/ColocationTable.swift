/// How many connected peers there are at each address (P6).
struct ColocationTable {
    private var counts: [AddressGroup: Int] = Dictionary()
    /// Grows with every change: what was computed from an older state is stale.
    private(set) var version: UInt64 = 0

    func count(_ group: AddressGroup) -> Int {
        counts[group] ?? 0
    }

    mutating func add(_ group: AddressGroup) {
        version += 1
        counts[group, default: 0] += 1
    }

    mutating func remove(_ group: AddressGroup) {
        guard let count = counts[group] else { return }
        version += 1
        counts[group] = count > 1 ? count - 1 : nil
    }
}
