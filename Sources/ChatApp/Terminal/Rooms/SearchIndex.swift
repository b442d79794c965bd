/// The lines of a room in lower case, one behind the other, so that a search looks at memory in order and at
/// nothing else: 100,000 lines within a frame.
struct SearchIndex: Hashable, Sendable {
    /// For every line the nick, a zero byte, the text, a zero byte; what is searched for holds no zero byte,
    /// so that it is never found across a border.
    private var bytes: [UInt8] = []
    /// Where each line begins.
    private var starts: [Int] = []

    /// Adds a line behind the others.
    mutating func append(_ entry: Entry) {
        starts.append(bytes.count)
        if entry.isTalk { add(entry.nick) }
        bytes.append(0)
        add(entry.text)
        bytes.append(0)
    }

    /// Adds a line before another one.
    mutating func insert(_ entry: Entry, at line: Int) {
        guard line < starts.count else { return append(entry) }
        var single = SearchIndex()
        single.append(entry)
        let offset = starts[line]
        bytes.insert(contentsOf: single.bytes, at: offset)
        for place in line..<starts.count { starts[place] += single.bytes.count }
        starts.insert(offset, at: line)
    }

    /// Drops the first lines, `count` of them.
    mutating func removeFirst(_ count: Int) {
        guard count < starts.count else {
            self = SearchIndex()
            return
        }
        let offset = starts[count]
        bytes.removeFirst(offset)
        starts.removeFirst(count)
        for place in starts.indices { starts[place] -= offset }
    }

    /// The nearest line that holds `wanted` (in lower case, not empty), from `index` (not itself) towards
    /// older or newer ones, around the ends.
    func next(_ wanted: [UInt8], from index: Int, older: Bool) -> Int? {
        let count = starts.count
        guard count > 0, !wanted.isEmpty, !wanted.contains(0) else { return nil }
        return bytes.withUnsafeBytes { memory in
            for distance in 1...count {
                let place = older ? index - distance : index + distance
                let line = ((place % count) + count) % count
                let end = line + 1 < count ? starts[line + 1] : memory.count
                if Self.contains(memory, from: starts[line], to: end, wanted) { return line }
            }
            return nil
        }
    }

    private mutating func add(_ text: String) {
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            for byte in text.utf8 { bytes.append(byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte) }
        } else {
            bytes.append(contentsOf: text.lowercased().utf8)
        }
    }

    /// Whether `wanted` begins somewhere in the range. Eight places at a time are looked at for its first two
    /// bytes.
    private static func contains(
        _ memory: UnsafeRawBufferPointer,
        from start: Int,
        to end: Int,
        _ wanted: [UInt8]
    ) -> Bool {
        let last = end - wanted.count
        guard last >= start else { return false }
        let ones: UInt64 = 0x0101_0101_0101_0101
        let first = ones &* UInt64(wanted[0])
        let second = ones &* UInt64(wanted.count > 1 ? wanted[1] : 0)
        var place = start
        while place <= last, place + 9 <= memory.count {
            var candidates = zeroBytes(load(memory, place) ^ first)
            if wanted.count > 1 { candidates &= zeroBytes(load(memory, place + 1) ^ second) }
            while candidates != 0 {
                let candidate = place + candidates.trailingZeroBitCount / 8
                if candidate <= last, begins(memory, candidate, wanted) { return true }
                candidates &= candidates &- 1
            }
            place += 8
        }
        while place <= last {
            if begins(memory, place, wanted) { return true }
            place += 1
        }
        return false
    }

    private static func load(_ memory: UnsafeRawBufferPointer, _ place: Int) -> UInt64 {
        UInt64(littleEndian: memory.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }

    /// The highest bit of every byte that is zero; above a zero byte now and then also of one that is not.
    private static func zeroBytes(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }

    private static func begins(_ memory: UnsafeRawBufferPointer, _ place: Int, _ wanted: [UInt8]) -> Bool {
        for offset in wanted.indices where memory[place + offset] != wanted[offset] { return false }
        return true
    }
}
