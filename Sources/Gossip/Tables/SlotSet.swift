/// A set of slots in ascending order: small, cheap to copy, and the same in every run.
struct SlotSet<Key>: Sequence {
    private(set) var elements: [Slot<Key>] = []

    var count: Int { elements.count }
    var isEmpty: Bool { elements.isEmpty }

    func contains(_ slot: Slot<Key>) -> Bool {
        let index = insertionIndex(of: slot)
        return index < elements.count && elements[index] == slot
    }

    /// Returns whether the slot was new.
    @discardableResult
    mutating func insert(_ slot: Slot<Key>) -> Bool {
        let index = insertionIndex(of: slot)
        if index < elements.count, elements[index] == slot { return false }
        elements.insert(slot, at: index)
        return true
    }

    /// Returns whether the slot was there.
    @discardableResult
    mutating func remove(_ slot: Slot<Key>) -> Bool {
        let index = insertionIndex(of: slot)
        guard index < elements.count, elements[index] == slot else { return false }
        elements.remove(at: index)
        if elements.isEmpty { elements = [] }
        return true
    }

    mutating func removeAll() {
        elements = []
    }

    func makeIterator() -> IndexingIterator<[Slot<Key>]> {
        elements.makeIterator()
    }

    private func insertionIndex(of slot: Slot<Key>) -> Int {
        var low = 0
        var high = elements.count
        while low < high {
            let middle = (low + high) / 2
            if elements[middle] < slot {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}
