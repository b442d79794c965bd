/// A length of time, in nanoseconds. Arithmetic saturates.
public struct Interval: Hashable, Comparable, Sendable {
    /// The length in nanoseconds; negative when the end lies before the start.
    public var nanoseconds: Int64

    /// An interval of that many nanoseconds.
    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// No time at all.
    public static let zero = Interval(nanoseconds: 0)

    /// An interval of whole seconds; saturates at about 292 years.
    public static func seconds(_ count: Int64) -> Interval {
        Interval(nanoseconds: count) * 1_000_000_000
    }

    /// An interval of whole milliseconds; saturates.
    public static func milliseconds(_ count: Int64) -> Interval {
        Interval(nanoseconds: count) * 1_000_000
    }

    /// An interval of whole microseconds; saturates.
    public static func microseconds(_ count: Int64) -> Interval {
        Interval(nanoseconds: count) * 1_000
    }

    /// The whole milliseconds in the interval, rounded towards zero.
    public var milliseconds: Int64 { nanoseconds / 1_000_000 }

    /// The interval in seconds, as a fraction.
    public var seconds: Double { Double(nanoseconds) / 1e9 }

    /// Whether the left one is shorter.
    public static func < (left: Interval, right: Interval) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// Both together; saturates.
    public static func + (left: Interval, right: Interval) -> Interval {
        let (sum, overflow) = left.nanoseconds.addingReportingOverflow(right.nanoseconds)
        return Interval(nanoseconds: overflow ? (right.nanoseconds < 0 ? .min : .max) : sum)
    }

    /// The difference; saturates.
    public static func - (left: Interval, right: Interval) -> Interval {
        let (difference, overflow) = left.nanoseconds.subtractingReportingOverflow(right.nanoseconds)
        return Interval(nanoseconds: overflow ? (right.nanoseconds < 0 ? .max : .min) : difference)
    }

    /// So many times as long; saturates.
    public static func * (interval: Interval, factor: Int64) -> Interval {
        let (product, overflow) = interval.nanoseconds.multipliedReportingOverflow(by: factor)
        return Interval(
            nanoseconds: overflow ? ((interval.nanoseconds < 0) != (factor < 0) ? .min : .max) : product
        )
    }

    /// The length divided, rounded towards zero; a divisor of 0 saturates.
    public static func / (interval: Interval, divisor: Int64) -> Interval {
        let (quotient, overflow) = interval.nanoseconds.dividedReportingOverflow(by: divisor)
        return Interval(nanoseconds: overflow ? .max : quotient)
    }
}
