/// How many more bytes of one stream the peer is ready to receive.
struct YamuxSendWindow {
    /// The bytes that may be sent now. Wider than a window on the wire, so that credit upon credit cannot
    /// overflow it; should 2^64 ever be reached, it saturates.
    private(set) var credit = UInt64(YamuxConfiguration.initialWindowBytes)

    /// Applies a window update.
    mutating func receive(_ delta: UInt32) {
        let (sum, overflow) = credit.addingReportingOverflow(UInt64(delta))
        credit = overflow ? .max : sum
    }

    /// The most of `count` bytes that may be sent.
    func allowance(of count: Int) -> Int {
        Int(min(UInt64(max(0, count)), credit))
    }

    /// Uses up credit that ``allowance(of:)`` granted.
    mutating func consume(_ count: Int) {
        precondition(count >= 0 && UInt64(count) <= credit, "no more is sent than the window allows")
        credit -= UInt64(count)
    }
}
