import NIOCore
import Net

/// NIO's clock in the core's terms: the time since an origin of the system's choosing, which never runs
/// backwards.
enum EventLoopClock {
    static var now: Instant {
        Instant(nanoseconds: Int64(clamping: NIODeadline.now().uptimeNanoseconds))
    }
}

extension NIODeadline {
    /// That instant.
    init(_ instant: Instant) {
        self = .uptimeNanoseconds(UInt64(clamping: max(0, instant.nanoseconds)))
    }
}

extension TimeAmount {
    /// That long.
    init(_ interval: Interval) {
        self = .nanoseconds(interval.nanoseconds)
    }
}
