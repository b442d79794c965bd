/// Names a session to the driver, which has a stream for it.
public struct HistorySessionID: Hashable, Comparable, Sendable {
    let number: UInt64

    /// By age.
    public static func < (left: HistorySessionID, right: HistorySessionID) -> Bool {
        left.number < right.number
    }
}
