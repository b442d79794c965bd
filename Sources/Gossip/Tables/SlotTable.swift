/// Values under keys, with a small integer for each entry and an iteration order that replays: a dictionary
/// whose order does not depend on hashing.
struct SlotTable<Key: Hashable, Value> {
    private var slotsByKey: [Key: Int32] = Dictionary()
    /// Where a slot's value stands in `values`; -1 for a slot that is free.
    private var positions: [Int32] = []
    private var values: [Value] = []
    private var occupied: [Slot<Key>] = []
    private var free: [Int32] = []

    /// The slots in use. The order depends on the calls alone, and changes with `remove`.
    var slots: [Slot<Key>] { occupied }

    var count: Int { occupied.count }

    func slot(of key: Key) -> Slot<Key>? {
        slotsByKey[key].map { Slot(index: $0) }
    }

    /// The value of an entry that exists.
    subscript(slot: Slot<Key>) -> Value {
        _read { yield values[Int(positions[Int(slot.index)])] }
        _modify { yield &values[Int(positions[Int(slot.index)])] }
    }

    /// Adds an entry. The key must be new.
    mutating func insert(_ value: Value, for key: Key) -> Slot<Key> {
        let index: Int32
        if let reused = free.popLast() {
            index = reused
        } else {
            index = Int32(positions.count)
            positions.append(-1)
        }
        positions[Int(index)] = Int32(values.count)
        slotsByKey[key] = index
        values.append(value)
        occupied.append(Slot(index: index))
        return Slot(index: index)
    }

    /// Removes an entry that exists. The last one takes its place in the order.
    @discardableResult
    mutating func remove(_ slot: Slot<Key>, key: Key) -> Value {
        let position = Int(positions[Int(slot.index)])
        let last = values.count - 1
        values.swapAt(position, last)
        occupied.swapAt(position, last)
        positions[Int(occupied[position].index)] = Int32(position)
        positions[Int(slot.index)] = -1
        slotsByKey[key] = nil
        free.append(slot.index)
        occupied.removeLast()
        return values.removeLast()
    }
}
