public import History

extension HistoryKeep {
    /// Reads the value of `--history`: an age such as `30d`, `12h` or `45m`, perhaps a comma and a number of
    /// messages; nil for `off`.
    static func read(_ text: String) throws(UsageError) -> HistoryKeep? {
        guard text != "off" else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        var keep = HistoryKeep()
        guard parts.count <= 2, let seconds = seconds(parts[0]) else {
            throw UsageError(.history, text, "an age such as 30d, 12h or 45m, or \"off\"")
        }
        keep.seconds = seconds
        if parts.count == 2 {
            guard let count = number(parts[1]), (1...maximumMessages).contains(count) else {
                throw UsageError(.history, text, "after the comma: 1 to \(maximumMessages) messages")
            }
            keep.messages = Int(count)
            keep.bytes = max(keep.bytes, keep.messages * bytesPerMessage)
        }
        return keep
    }

    /// The value that `read` makes of it again.
    public static func option(_ keep: HistoryKeep?) -> String {
        keep.map { "\($0.seconds / 60)m,\($0.messages)" } ?? "off"
    }

    /// The most messages of a room that can be asked for.
    private static var maximumMessages: UInt64 { 1_000_000 }
    /// What the messages may take on average, where more of them are asked for than by default.
    private static var bytesPerMessage: Int { 1_024 }
    /// Ten years.
    private static var maximumSeconds: UInt64 { 3_650 * 86_400 }

    private static func seconds(_ text: Substring.UTF8View) -> UInt64? {
        let unit: UInt64
        switch text.last {
        case UInt8(ascii: "d"): unit = 86_400
        case UInt8(ascii: "h"): unit = 3_600
        case UInt8(ascii: "m"): unit = 60
        default: return nil
        }
        guard let count = number(text.dropLast()), count > 0, count <= maximumSeconds / unit else {
            return nil
        }
        return count * unit
    }

    private static func number(_ text: Substring.UTF8View) -> UInt64? {
        guard !text.isEmpty, text.count <= 9 else { return nil }
        var value: UInt64 = 0
        for byte in text {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + UInt64(byte - UInt8(ascii: "0"))
        }
        return value
    }
}
