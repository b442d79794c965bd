import Net

/// A set of ids in brief: how many there are, and their sum modulo 2^256. Sums of two sets that lie side by
/// side add up, and that of a part can be taken away again.
struct ItemSum: Equatable, Sendable {
    private(set) var count: UInt64 = 0
    /// The least significant word first. An id counts as a number whose first byte is the least significant.
    private var limbs: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    static func == (left: ItemSum, right: ItemSum) -> Bool {
        left.count == right.count && left.limbs == right.limbs
    }

    mutating func add(_ id: ItemID) {
        var sum = ItemSum()
        sum.count = 1
        sum.limbs = (
            id.words.0.byteSwapped, id.words.1.byteSwapped, id.words.2.byteSwapped, id.words.3.byteSwapped
        )
        add(sum)
    }

    mutating func add(_ other: ItemSum) {
        count += other.count
        var carry: UInt64 = 0
        limbs.0 = Self.add(limbs.0, other.limbs.0, &carry)
        limbs.1 = Self.add(limbs.1, other.limbs.1, &carry)
        limbs.2 = Self.add(limbs.2, other.limbs.2, &carry)
        limbs.3 = Self.add(limbs.3, other.limbs.3, &carry)
    }

    /// Takes away a part of the set.
    mutating func subtract(_ part: ItemSum) {
        count -= part.count
        // The complement, so that one addition does for both.
        var carry: UInt64 = 1
        limbs.0 = Self.add(limbs.0, ~part.limbs.0, &carry)
        limbs.1 = Self.add(limbs.1, ~part.limbs.1, &carry)
        limbs.2 = Self.add(limbs.2, ~part.limbs.2, &carry)
        limbs.3 = Self.add(limbs.3, ~part.limbs.3, &carry)
    }

    /// The fingerprint: the first 16 bytes of the SHA-256 of the sum and the count.
    var fingerprint: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(ItemID.byteCount + 2)
        for limb in [limbs.0, limbs.1, limbs.2, limbs.3] {
            for position in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: limb >> UInt64(8 * position))) }
        }
        DigitVarint.append(count, to: &bytes)
        return Array(SHA256.hash(bytes).prefix(ReconciliationRange.fingerprintBytes))
    }

    private static func add(_ left: UInt64, _ right: UInt64, _ carry: inout UInt64) -> UInt64 {
        let (first, overflow) = left.addingReportingOverflow(right)
        let (second, carryOverflow) = first.addingReportingOverflow(carry)
        carry = overflow || carryOverflow ? 1 : 0
        return second
    }
}
