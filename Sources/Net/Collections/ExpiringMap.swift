/// A dictionary whose entries are kept for a while, and that holds at most `limit` of them: the oldest goes
/// when there is no room.
///
/// Deadlines are given in the order in which they pass, as those are that lie a fixed time ahead. A key that
/// is set again is a new entry.
@frozen
public struct ExpiringMap<Key: Hashable, Value, Deadline: Comparable> {
    @usableFromInline let limit: Int
    /// The values, each with the number of its entry.
    @usableFromInline var values: [Key: (value: Value, number: UInt32)] = Dictionary()
    /// The entries in the order they came. One that was removed, or set again, stands here until its turn.
    @usableFromInline var order = Fifo<(key: Key, number: UInt32, deadline: Deadline)>()
    @usableFromInline var lastNumber: UInt32 = 0

    /// An empty map.
    ///
    /// - Parameter limit: By default there is none: whoever sets entries keeps their number in bounds.
    @inlinable
    public init(limit: Int = .max) {
        self.limit = Swift.max(0, limit)
    }

    /// How many entries there are.
    @inlinable public var count: Int { values.count }

    /// Whether there is none.
    @inlinable public var isEmpty: Bool { values.isEmpty }

    /// The value of a key; nil when it has none.
    @inlinable
    public subscript(key: Key) -> Value? { values[key]?.value }

    /// Sets the value of a key until `deadline`.
    @inlinable
    public mutating func set(_ value: Value, for key: Key, until deadline: Deadline) {
        // Wraps after four billion entries, long after the oldest of the same number has gone.
        lastNumber &+= 1
        values[key] = (value: value, number: lastNumber)
        order.append((key: key, number: lastNumber, deadline: deadline))
        if order.count > limit { _ = removeFirst() }
    }

    /// Changes the value of a key in place; does nothing when it has none.
    @inlinable
    public mutating func update(_ key: Key, _ change: (inout Value) -> Void) {
        guard let index = values.index(forKey: key) else { return }
        change(&values.values[index].value)
    }

    /// Changes every value in place.
    @inlinable
    public mutating func updateEach(_ change: (inout Value) -> Void) {
        var index = values.startIndex
        while index != values.endIndex {
            change(&values.values[index].value)
            values.formIndex(after: &index)
        }
    }

    /// Removes a key, and returns what its value was.
    @inlinable
    @discardableResult
    public mutating func remove(_ key: Key) -> Value? {
        values.removeValue(forKey: key)?.value
    }

    /// Removes the entries whose deadlines lie before `now`.
    ///
    /// - Parameter body: Is given each of them, in the order they came.
    @inlinable
    public mutating func removeExpired(before now: Deadline, _ body: (Key) -> Void = { _ in }) {
        while let first = order.first, first.deadline < now {
            if let key = removeFirst() { body(key) }
        }
    }

    /// Takes the oldest entry out of the order. Returns its key, unless that has no value any more or a newer
    /// one.
    @inlinable
    public mutating func removeFirst() -> Key? {
        guard let first = order.popFirst(), values[first.key]?.number == first.number else { return nil }
        values[first.key] = nil
        return first.key
    }
}
