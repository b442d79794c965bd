/// A search in a room: upper and lower case are the same.
public struct RoomSearch: Hashable, Sendable {
    /// What is looked for, as typed.
    public let query: String
    /// The serial of the line that was found last; nil when none was.
    public internal(set) var current: Int?

    private let folded: [UInt8]
    private let isASCII: Bool

    /// A search for `query`.
    public init(_ query: String) {
        self.query = query
        folded = Array(query.lowercased().utf8)
        isASCII = folded.allSatisfy { $0 < 0x80 }
    }

    /// Whether a line holds the query, in its text or nick.
    public func matches(_ entry: Entry) -> Bool {
        if let foldedText = entry.foldedText {
            if foldedText.withUnsafeBufferPointer({ Self.contains($0, folded) }) { return true }
        } else if isASCII, contains(entry.text) {
            return true
        }
        return entry.isTalk
            && (isASCII ? contains(entry.nick) : entry.nick.lowercased().contains(query.lowercased()))
    }

    /// The next line that matches, from `index` (not itself) towards older or newer ones, around the ends.
    ///
    /// - Returns: the place in `entries`; nil when no line matches.
    public func next(in entries: [Entry], from index: Int, older: Bool) -> Int? {
        let count = entries.count
        guard count > 0 else { return nil }
        for distance in 1...count {
            let place = older ? index - distance : index + distance
            let wrapped = ((place % count) + count) % count
            if matches(entries[wrapped]) { return wrapped }
        }
        return nil
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

    private func contains(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { Self.contains($0, folded) }
    }

    /// Looks for ASCII letters of either case in UTF-8, byte by byte: 100,000 lines within a frame.
    private static func contains(_ bytes: UnsafeBufferPointer<UInt8>, _ wanted: [UInt8]) -> Bool {
        guard let first = wanted.first, bytes.count >= wanted.count else { return false }
        let isLetter = first >= 0x61 && first <= 0x7A
        let upper = isLetter ? first - 0x20 : first
        for start in 0...(bytes.count - wanted.count) where bytes[start] == first || bytes[start] == upper {
            var offset = 1
            while offset < wanted.count {
                let byte = bytes[start + offset]
                let low = byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte
                guard low == wanted[offset] else { break }
                offset += 1
            }
            if offset == wanted.count { return true }
        }
        return false
    }
}
