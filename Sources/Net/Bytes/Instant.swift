/// A point on the driver's monotonic clock, in nanoseconds since an origin that the driver chooses.
///
/// The core never reads a clock: every call that needs the time is given one. Two instants may be compared
/// only when they come from the same driver.
public struct Instant: Hashable, Comparable, Sendable {
    /// Nanoseconds since the driver's origin.
    public var nanoseconds: Int64

    /// The instant that lies `nanoseconds` after the driver's origin.
    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// The driver's origin.
    public static let origin = Instant(nanoseconds: 0)

    /// A deadline that never comes.
    public static let distantFuture = Instant(nanoseconds: .max)

    /// Whether the left one is earlier.
    public static func < (left: Instant, right: Instant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// The instant `interval` later; saturates, so that no interval taken from a peer can wrap the clock.
    public static func + (instant: Instant, interval: Interval) -> Instant {
        let (sum, overflow) = instant.nanoseconds.addingReportingOverflow(interval.nanoseconds)
        return Instant(nanoseconds: overflow ? (interval.nanoseconds < 0 ? .min : .max) : sum)
    }

    /// The instant `interval` earlier; saturates.
    public static func - (instant: Instant, interval: Interval) -> Instant {
        let (difference, overflow) = instant.nanoseconds.subtractingReportingOverflow(interval.nanoseconds)
        return Instant(nanoseconds: overflow ? (interval.nanoseconds < 0 ? .max : .min) : difference)
    }

    /// The time from `earlier` to `later`; saturates.
    public static func - (later: Instant, earlier: Instant) -> Interval {
        let (difference, overflow) = later.nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
        return Interval(nanoseconds: overflow ? (earlier.nanoseconds < 0 ? .max : .min) : difference)
    }
}
