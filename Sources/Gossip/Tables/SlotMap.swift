/// What one machine keeps of each entry of another's `SlotTable`: a value for every slot, which is `vacant`
/// where nothing was set.
struct SlotMap<Key, Value> {
    /// The vacant value, then those of the slots: a slot that was never set is read there, without a branch
    /// around the access.
    private var values: [Value]

    init(vacant: Value) {
        values = [vacant]
    }

    subscript(slot: Slot<Key>) -> Value {
        @inline(__always) _read { yield values[position(of: slot)] }
        @inline(__always) _modify {
            if position(of: slot) == 0 { grow(to: slot) }
            yield &values[Int(slot.index) + 1]
        }
    }

    /// Resets the value: the slot will be reused.
    mutating func remove(_ slot: Slot<Key>) {
        let position = position(of: slot)
        if position > 0 { values[position] = values[0] }
    }

    /// Changes the value of every slot that was ever set, those that are vacant again included.
    mutating func updateEach(_ change: (inout Value) -> Void) {
        for position in values.indices.dropFirst() { change(&values[position]) }
    }

    /// The sum of `number` over all values.
    func total(_ number: (Value) -> Int) -> Int {
        values.dropFirst().reduce(0) { $0 + number($1) }
    }

    @inline(__always)
    private func position(of slot: Slot<Key>) -> Int {
        let position = Int(slot.index) + 1
        return position < values.count ? position : 0
    }

    private mutating func grow(to slot: Slot<Key>) {
        let vacant = values[0]
        while values.count < Int(slot.index) + 2 { values.append(vacant) }
    }
}
