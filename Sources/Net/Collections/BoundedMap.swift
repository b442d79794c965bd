/// A dictionary that holds at most `limit` entries: the oldest goes when there is no room.
///
/// An entry is as old as its key; a new value for it changes nothing about that.
@frozen
public struct BoundedMap<Key: Hashable, Value> {
    @usableFromInline let limit: Int
    /// The values, each with the number of its entry.
    @usableFromInline var values: [Key: (value: Value, number: UInt32)] = Dictionary()
    /// The entries in the order they came. One that was removed stands here until its turn.
    @usableFromInline var order = Fifo<(key: Key, number: UInt32)>()
    @usableFromInline var lastNumber: UInt32 = 0

    /// An empty map.
    ///
    /// - Parameter limit: With 0 or less nothing is ever kept.
    @inlinable
    public init(limit: Int) {
        self.limit = Swift.max(0, limit)
    }

    /// How many entries there are.
    @inlinable public var count: Int { values.count }

    /// The value of a key; nil when it has none.
    @inlinable
    public subscript(key: Key) -> Value? { values[key]?.value }

    /// All values, in no particular order.
    @inlinable public var unorderedValues: [Value] { values.values.map { $0.value } }

    /// Sets the value of a key.
    @inlinable
    public mutating func set(_ value: Value, for key: Key) {
        if let index = values.index(forKey: key) {
            values.values[index].value = value
            return
        }
        // Wraps after four billion entries, long after the oldest of the same number has gone.
        lastNumber &+= 1
        values[key] = (value: value, number: lastNumber)
        order.append((key: key, number: lastNumber))
        guard order.count > limit, let oldest = order.popFirst() else { return }
        if values[oldest.key]?.number == oldest.number { values[oldest.key] = nil }
    }

    /// Changes the value of a key in place; does nothing when it has none.
    @inlinable
    public mutating func update(_ key: Key, _ change: (inout Value) -> Void) {
        guard let index = values.index(forKey: key) else { return }
        change(&values.values[index].value)
    }

    /// Removes a key, and returns what its value was.
    @inlinable
    @discardableResult
    public mutating func remove(_ key: Key) -> Value? {
        values.removeValue(forKey: key)?.value
    }
}
