/// A moment as clocks on the wall show it.
public struct LocalTime: Hashable, Sendable {
    /// Days since 1970-01-01.
    public let day: Int
    /// 0 to 23.
    public let hour: Int
    /// 0 to 59.
    public let minute: Int
    /// 0 to 59.
    public let second: Int

    /// The local time of a moment given as Unix time in milliseconds and an offset from UTC in seconds.
    public init(milliseconds: UInt64, utcOffset: Int) {
        // Clamped to the year 9999, so that no clock of anybody's overflows anything.
        let seconds = Int(min(milliseconds / 1_000, 253_402_300_799)) + min(max(utcOffset, -86_400), 86_400)
        day = seconds >= 0 ? seconds / 86_400 : -1
        let rest = ((seconds % 86_400) + 86_400) % 86_400
        hour = rest / 3_600
        minute = rest / 60 % 60
        second = rest % 60
    }

    /// `hh:mm`, or `hh:mm:ss`.
    public func clock(withSeconds: Bool) -> String {
        let text = Self.two(hour) + ":" + Self.two(minute)
        return withSeconds ? text + ":" + Self.two(second) : text
    }

    /// The date, as in `Sunday, 22 November 2026`.
    public var date: String {
        let (year, month, dayOfMonth) = civil
        let weekdays = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"]
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
        return "\(weekdays[((day % 7) + 7) % 7]), \(dayOfMonth) \(months[month - 1]) \(year)"
    }

    /// Year, month and day of the Gregorian calendar; the count begins in March, so that leap days come last.
    private var civil: (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        )
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
