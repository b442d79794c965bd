/// The streams of a connection, side by side in an array.
///
/// A stream is looked up once for each operation and then changed where it lies: changing a dictionary's
/// value in place costs three allocations each time. Slots move when a stream is removed, so a slot is good
/// only until then.
struct YamuxStreamTable {
    private(set) var ids: [YamuxStreamID] = []
    private var slots: [YamuxStreamID: Int] = Dictionary()
    /// The streams, in no particular order; `ids` has their identifiers in the same one.
    var streams: [YamuxStream] = []

    var count: Int { streams.count }

    /// Where the stream is now; nil when there is no such stream.
    func slot(of id: YamuxStreamID) -> Int? { slots[id] }

    /// A copy of the stream.
    subscript(id: YamuxStreamID) -> YamuxStream? { slots[id].map { streams[$0] } }

    /// Adds a stream whose identifier is not in use.
    mutating func insert(_ stream: YamuxStream, as id: YamuxStreamID) {
        precondition(slots[id] == nil, "the caller checks that the identifier is free")
        slots[id] = streams.count
        streams.append(stream)
        ids.append(id)
    }

    /// Removes a stream; the last one takes its slot.
    mutating func remove(_ id: YamuxStreamID) -> YamuxStream? {
        guard let slot = slots.removeValue(forKey: id) else { return nil }
        let last = streams.count - 1
        streams.swapAt(slot, last)
        ids.swapAt(slot, last)
        if slot != last { slots[ids[slot]] = slot }
        ids.removeLast()
        return streams.removeLast()
    }
}
