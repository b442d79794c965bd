/// The open streams of a connection's built-in protocols: a handful, so that looking through them is cheaper
/// than hashing, and one changes in place.
struct BuiltInStreams {
    private struct Entry {
        let id: YamuxStreamID
        var stream: BuiltInStream
    }

    private var entries: [Entry] = []

    var count: Int { entries.count }

    /// The earliest deadline of all; `nil` when none has one.
    var nextDeadline: Instant? {
        entries.reduce(nil) { earliest, entry in
            guard let deadline = entry.stream.deadline else { return earliest }
            return earliest.map { min($0, deadline) } ?? deadline
        }
    }

    /// Where the stream stands; `nil` where it is none of a built-in protocol.
    func index(of id: YamuxStreamID) -> Int? {
        entries.firstIndex { $0.id == id }
    }

    /// The stream at an index.
    subscript(index: Int) -> BuiltInStream {
        _read { yield entries[index].stream }
        _modify { yield &entries[index].stream }
    }

    /// Adds a stream; returns its index.
    mutating func append(_ stream: BuiltInStream, as id: YamuxStreamID) -> Int {
        entries.append(Entry(id: id, stream: stream))
        return entries.count - 1
    }

    /// Removes a stream; returns whether it was there.
    mutating func remove(_ id: YamuxStreamID) -> Bool {
        guard let index = index(of: id) else { return false }
        entries.remove(at: index)
        return true
    }

    /// Removes the streams whose time has passed, and returns them.
    mutating func removeExpired(now: Instant) -> [YamuxStreamID] {
        let expired = entries.filter { $0.stream.deadline.map { $0 <= now } ?? false }.map { $0.id }
        entries.removeAll { expired.contains($0.id) }
        return expired
    }
}
