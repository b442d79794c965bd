/// The one contiguous buffer of sealed bytes on their way to a connection's socket, and the account of those that the driver
/// has taken and not yet handed to the kernel.
///
/// It never grows beyond what its owner appends: the owner asks `room` first. A peer that does not read shows as a backlog
/// without progress (`isStalled`).
struct OutboundBuffer {
    /// Bytes ready to be taken; records are sealed in place at its end.
    var bytes: [UInt8] = []
    /// Bytes that the driver took and has not reported as sent.
    private(set) var inFlight = 0
    /// When the kernel last took something, or when the backlog began; `nil` without a backlog.
    private(set) var lastProgress: Instant?
    /// All bytes ever reported as sent.
    private(set) var sentCount: UInt64 = 0
    /// Whether the driver was told to take the bytes and has not done so.
    private(set) var isFlushAnnounced = false

    /// Bytes that the kernel has not taken.
    var backlog: Int { bytes.count + inFlight }

    /// How many more bytes may be appended before the backlog reaches `limit`.
    func room(below limit: Int) -> Int { max(0, limit - backlog) }

    /// Whether a flush should be announced now; says so once per take.
    mutating func announceFlush(now: Instant) -> Bool {
        guard !bytes.isEmpty, !isFlushAnnounced else { return false }
        isFlushAnnounced = true
        if lastProgress == nil { lastProgress = now }
        return true
    }

    /// Moves the bytes out; `replacement` becomes the next buffer, emptied.
    mutating func take(replacement: consuming [UInt8]) -> [UInt8] {
        isFlushAnnounced = false
        replacement.removeAll(keepingCapacity: true)
        swap(&bytes, &replacement)
        inFlight += replacement.count
        return replacement
    }

    /// Records that the kernel took `count` bytes of those taken.
    mutating func receiveSent(_ count: Int, now: Instant) {
        let counted = min(max(0, count), inFlight)
        inFlight -= counted
        sentCount &+= UInt64(counted)
        lastProgress = backlog == 0 ? nil : now
    }

    /// When the backlog will have stood still for `timeout`; `nil` without a backlog.
    func stallDeadline(after timeout: Interval) -> Instant? {
        lastProgress.map { $0 + timeout }
    }
}
