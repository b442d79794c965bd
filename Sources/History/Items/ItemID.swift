import Net

/// What a kept message is called in a reconciliation: the SHA-256 of its gossip message id.
///
/// Ordered as its 32 bytes are, the first byte first.
public struct ItemID: Hashable, Sendable {
    /// How many bytes it has.
    public static let byteCount = 32

    /// The bytes as four words, the most significant byte of each first.
    let words: (UInt64, UInt64, UInt64, UInt64)

    /// The id of these bytes; bytes that are left out at the end are 0.
    ///
    /// - Parameter bytes: At most 32.
    public init(_ bytes: ArraySlice<UInt8>) {
        precondition(bytes.count <= Self.byteCount, "an id has 32 bytes")
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        for (position, byte) in bytes.enumerated() {
            let part = UInt64(byte) << UInt64(56 - 8 * (position % 8))
            switch position / 8 {
            case 0: words.0 |= part
            case 1: words.1 |= part
            case 2: words.2 |= part
            default: words.3 |= part
            }
        }
        self.words = words
    }

    /// The id of the message with that gossip message id.
    public init(ofMessage id: [UInt8]) {
        self.init(SHA256.hash(id)[...])
    }

    /// The least of all ids.
    public static let zero = ItemID([])

    /// The 32 bytes.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        append(to: &bytes, count: Self.byteCount)
        return bytes
    }

    /// Appends the first `count` bytes.
    func append(to bytes: inout [UInt8], count: Int) {
        for position in 0..<count { bytes.append(self[position]) }
    }

    /// How many bytes, from the first on, both have in common.
    func commonByteCount(with other: ItemID) -> Int {
        var position = 0
        while position < Self.byteCount, self[position] == other[position] { position += 1 }
        return position
    }

    /// The first `count` bytes, the others being 0.
    func prefix(_ count: Int) -> ItemID {
        var bytes: [UInt8] = []
        append(to: &bytes, count: count)
        return ItemID(bytes[...])
    }

    private subscript(position: Int) -> UInt8 {
        let word =
            switch position / 8 {
            case 0: words.0
            case 1: words.1
            case 2: words.2
            default: words.3
            }
        return UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * (position % 8)))
    }

    /// Whether both have the same bytes.
    public static func == (left: ItemID, right: ItemID) -> Bool {
        left.words == right.words
    }

    /// Feeds the bytes to a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}

extension ItemID: Comparable {
    /// By the bytes.
    public static func < (left: ItemID, right: ItemID) -> Bool {
        left.words < right.words
    }
}
