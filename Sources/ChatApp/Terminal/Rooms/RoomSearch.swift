/// A search in a room: upper and lower case are the same.
public struct RoomSearch: Hashable, Sendable {
    /// What is looked for, as typed.
    public let query: String
    /// The serial of the line that was found last; nil when none was.
    public internal(set) var current: Int?

    /// The query in lower case, as UTF-8.
    let folded: [UInt8]

    /// A search for `query`.
    public init(_ query: String) {
        self.query = query
        folded = Array(query.lowercased().utf8)
    }

    /// The ranges of `clusters` that match, in order.
    public func ranges(in clusters: [TextCluster]) -> [Range<Int>] {
        let wanted = TextCluster.split(query.lowercased()).map(\.text)
        guard !wanted.isEmpty, wanted.count <= clusters.count else { return [] }
        let lowered = clusters.map { $0.text.lowercased() }
        var ranges: [Range<Int>] = []
        var place = 0
        while place + wanted.count <= lowered.count {
            if lowered[place..<place + wanted.count].elementsEqual(wanted) {
                ranges.append(place..<place + wanted.count)
                place += wanted.count
            } else {
                place += 1
            }
        }
        return ranges
    }
}
