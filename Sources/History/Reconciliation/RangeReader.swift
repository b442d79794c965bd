/// Reads the ranges of a message one after the other, without copying.
struct RangeReader {
    private var rest: ArraySlice<UInt8>
    private var previous = HistoryItem.start

    /// - Parameter message: What follows the version byte.
    init(_ message: ArraySlice<UInt8>) {
        rest = message
    }

    /// The next range; nil at the end, which stands for a skip to infinity.
    mutating func next() throws(ReconciliationError) -> ReconciliationRange? {
        guard !rest.isEmpty else { return nil }
        let end = try takeBound()
        switch try DigitVarint.take(from: &rest) {
        case 0: return ReconciliationRange(end: end, content: .skip)
        case 1:
            let bytes = try take(UInt64(ReconciliationRange.fingerprintBytes))
            return ReconciliationRange(end: end, content: .fingerprint(bytes))
        case 2:
            let count = try DigitVarint.take(from: &rest)
            // Compared before it is multiplied: the number is the peer's word.
            guard count <= UInt64(rest.count) else { throw .truncated }
            return ReconciliationRange(end: end, content: .ids(try take(count * UInt64(ItemID.byteCount))))
        default: throw .unknownMode
        }
    }

    private mutating func takeBound() throws(ReconciliationError) -> HistoryItem {
        let encoded = try DigitVarint.take(from: &rest)
        let length = try DigitVarint.take(from: &rest)
        guard length <= UInt64(ItemID.byteCount) else { throw .invalidBound }
        let id = ItemID(try take(length))
        var time = UInt64.max
        if encoded != 0 {
            let (sum, overflow) = previous.time.addingReportingOverflow(encoded - 1)
            guard !overflow else { throw .invalidBound }
            time = sum
        }
        let bound = HistoryItem(time: time, id: id)
        guard bound >= previous else { throw .invalidBound }
        previous = bound
        return bound
    }

    private mutating func take(_ count: UInt64) throws(ReconciliationError) -> ArraySlice<UInt8> {
        guard count <= UInt64(rest.count) else { throw .truncated }
        let bytes = rest.prefix(Int(count))
        rest = rest.dropFirst(Int(count))
        return bytes
    }
}
