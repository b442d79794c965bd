import Net

/// For how long a peer that reads slowly is waited for, before more of what is typed here is published.
///
/// Waiting lets a burst of lines pass an honest slow peer without loss. A hostile one must not silence us by
/// reading a byte now and then: time is given back by what it reads, at `slowestBytesPerSecond`, and by the
/// time in which it keeps up.
struct Congestion {
    /// How far a peer may fall behind that is still waited for.
    private static let longestWait = Interval.seconds(15)
    /// A reader that is slower than this falls behind.
    private static let slowestBytesPerSecond: Int64 = 16_384

    private enum State {
        case keepingUp(since: Instant, lag: Interval)
        /// Fell behind at that time; later than it did where it has read since.
        case behind(since: Instant)
    }

    private var state = State.keepingUp(since: .origin, lag: .zero)

    /// When the peer is waited for no longer; nil while it keeps up.
    var waitEnd: Instant? {
        switch state {
        case .keepingUp: nil
        case .behind(let since): since + Self.longestWait
        }
    }

    /// Whether to wait for the peer.
    func isWaitedFor(now: Instant) -> Bool {
        waitEnd.map { now < $0 } ?? false
    }

    /// The peer has read this many bytes.
    mutating func receiveProgress(byteCount: Int, now: Instant) {
        guard case .behind(let since) = state, byteCount > 0 else { return }
        let credit = Interval.seconds(1) * Int64(byteCount) / Self.slowestBytesPerSecond
        state = .behind(since: min(now, since + credit))
    }

    /// Sets whether something waits for the peer to read.
    mutating func update(isCongested: Bool, now: Instant) {
        switch state {
        case .keepingUp(let since, let lag):
            guard isCongested else { return }
            state = .behind(since: now - max(.zero, lag - (now - since)))
        case .behind(let since):
            guard !isCongested else { return }
            state = .keepingUp(since: now, lag: min(Self.longestWait, now - since))
        }
    }
}
