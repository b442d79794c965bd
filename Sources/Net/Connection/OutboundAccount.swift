/// The account of a connection's bytes on their way to the kernel: how many the driver has taken, and since
/// when nothing moved.
///
/// The bytes themselves lie in the channel's one outbound buffer. A peer that does not read shows as a
/// backlog without progress.
struct OutboundAccount {
    /// Bytes that the driver took and has not reported as sent.
    private(set) var inFlight = 0
    /// All bytes ever reported as sent.
    private(set) var sentCount: UInt64 = 0
    /// When the kernel last took something, or when the backlog began; `nil` without a backlog.
    private var lastProgress: Instant?
    /// Whether the driver was told to take bytes and has not done so.
    private var isFlushAnnounced = false

    /// Whether a flush should be announced, `pending` bytes being ready; true at most once per take.
    mutating func announceFlush(pending: Int, now: Instant) -> Bool {
        guard pending > 0, !isFlushAnnounced else { return false }
        isFlushAnnounced = true
        if lastProgress == nil { lastProgress = now }
        return true
    }

    /// The driver took `count` bytes.
    mutating func receiveTaken(_ count: Int) {
        isFlushAnnounced = false
        inFlight += count
        if inFlight == 0 { lastProgress = nil }
    }

    /// The kernel took `count` bytes of those taken.
    mutating func receiveSent(_ count: Int, now: Instant) {
        let counted = min(max(0, count), inFlight)
        inFlight -= counted
        sentCount &+= UInt64(counted)
        lastProgress = inFlight == 0 && !isFlushAnnounced ? nil : now
    }

    /// When the backlog will have stood still for `timeout`; `nil` without a backlog.
    func stallDeadline(after timeout: Interval) -> Instant? {
        lastProgress.map { $0 + timeout }
    }
}
