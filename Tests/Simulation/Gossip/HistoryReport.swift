/// What history has done in a simulated run.
public struct HistoryReport: Sendable {
    /// Of all (message, honest peer) pairs, those away included, the share that was delivered by the end.
    public var delivery = 0.0
    /// The same without what came by history.
    public var liveDelivery = 0.0
    /// The pairs delivered by history.
    public var late = 0
    /// Bytes of history's streams per late message, beside the message's own.
    public var overheadPerMessage = 0.0
    /// Bytes of history's streams per peer, over the whole run, beside the messages' own.
    public var overheadPerNode = 0.0
    /// Seconds from the return of a peer to a late delivery: the median, and the last.
    public var medianDelay = 0.0
    /// The longest of these.
    public var longestDelay = 0.0
}
