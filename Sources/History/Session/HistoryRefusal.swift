/// Why a peer does not reconcile now; the number is that on the wire.
public enum HistoryRefusal: UInt8, Equatable, Sendable {
    /// It is in no such room, or keeps nothing of it. It does not say which.
    case unknownRoom = 1
    /// It has others to answer; ask later.
    case busy = 2
}
