/// How many bytes of one stream this end is ready to hold, and when to tell the peer so.
///
/// The window grows like this: credit goes back to the peer when half of the window has been read. If that
/// half took less than two round trips, the window may be what limits the sender, and it doubles. It so
/// converges to between four and eight bandwidth-delay products, or at its limit.
///
/// At all times `granted + buffered <= target`: what the peer may send and what is not yet read fit the
/// window together.
struct YamuxReceiveWindow {
    /// The size of the window in bytes.
    private(set) var target = YamuxConfiguration.initialWindowBytes
    /// Bytes the peer may still send.
    private(set) var granted = YamuxConfiguration.initialWindowBytes
    /// Bytes that were announced by data headers and are not read yet.
    private(set) var buffered: UInt32 = 0
    /// When the peer last got credit.
    private var lastUpdate: Instant

    init(now: Instant) {
        lastUpdate = now
    }

    /// Accounts for a data header. False, and nothing changed, when the peer has no right to send that much.
    mutating func receive(_ count: UInt32) -> Bool {
        guard count <= granted else { return false }
        granted -= count
        buffered += count
        return true
    }

    /// Records that bytes were read.
    mutating func consume(_ count: Int) {
        precondition(count >= 0 && count <= Int(buffered), "no more is read than was received")
        buffered -= UInt32(count)
    }

    /// The credit to send to the peer now, in bytes; nil while less than half of the window is free.
    ///
    /// - Parameters:
    ///   - roundTrip: The round-trip time of the connection; nil while unknown, then nothing grows.
    ///   - growth: By how many bytes the window may grow at most.
    mutating func takeUpdate(now: Instant, roundTrip: Interval?, growth: UInt32) -> UInt32? {
        guard target - granted - buffered >= target / 2 else { return nil }
        if let roundTrip, now - lastUpdate < roundTrip * 2 {
            target += min(target, growth, .max - target)
        }
        lastUpdate = now
        let delta = target - granted - buffered
        granted += delta
        return delta
    }
}
