/// How many connected peers there are at each address (P6).
struct ColocationTable {
    private var counts: [AddressGroup: Int] = [:]

    func count(_ group: AddressGroup) -> Int {
        counts[group] ?? 0
    }

    mutating func add(_ group: AddressGroup) {
        counts[group, default: 0] += 1
    }

    mutating func remove(_ group: AddressGroup) {
        guard let count = counts[group] else { return }
        counts[group] = count > 1 ? count - 1 : nil
    }
}
