import Net

/// The time of day, kept by the driver's clock between two readings of the system's.
struct UnixClock {
    /// Unix time at the driver's origin, in milliseconds.
    private var origin: Int64

    /// A clock that was read at `now`.
    init(milliseconds: UInt64, now: Instant) {
        origin = Self.origin(milliseconds, now)
    }

    /// Unix time in milliseconds.
    func milliseconds(at now: Instant) -> UInt64 {
        UInt64(clamping: origin.addingReportingOverflow(now.nanoseconds / 1_000_000).partialValue)
    }

    /// The system's clock was read again: it may have been set.
    mutating func set(milliseconds: UInt64, now: Instant) {
        origin = Self.origin(milliseconds, now)
    }

    private static func origin(_ milliseconds: UInt64, _ now: Instant) -> Int64 {
        Int64(clamping: milliseconds).subtractingReportingOverflow(now.nanoseconds / 1_000_000).partialValue
    }
}
