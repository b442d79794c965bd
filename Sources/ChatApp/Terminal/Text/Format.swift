import Net

/// Numbers as people read them.
enum Format {
    /// A length of time: `850 µs`, `12 ms`, `3.4 s`, `5 min`.
    static func interval(_ interval: Interval) -> String {
        let nanoseconds = max(0, interval.nanoseconds)
        if nanoseconds < 1_000_000 { return "\(nanoseconds / 1_000) µs" }
        if nanoseconds < 1_000_000_000 { return "\(nanoseconds / 1_000_000) ms" }
        let tenths = nanoseconds / 100_000_000
        if tenths < 1_000 { return "\(tenths / 10).\(tenths % 10) s" }
        return "\(tenths / 600) min"
    }

    /// A number of bytes: `512 B`, `1.5 KiB`.
    static func bytes(_ count: UInt64) -> String {
        if count < 1_024 { return "\(count) B" }
        var value = count
        var unit = 0
        while value >= 1_024 * 1_024, unit < 5 {
            value /= 1_024
            unit += 1
        }
        let tenths = value * 10 / 1_024
        let names = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        return tenths < 100 ? "\(tenths / 10).\(tenths % 10) \(names[unit])" : "\(tenths / 10) \(names[unit])"
    }

    /// A number with at most two decimals: `1`, `0.25`, `-3.5`.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "-" : value < 0 ? "-∞" : "∞" }
        if abs(value) >= 1e15 { return value < 0 ? "-∞" : "∞" }
        let hundredths = Int64((abs(value) * 100).rounded())
        let sign = value < 0 && hundredths > 0 ? "-" : ""
        let whole = hundredths / 100
        let rest = hundredths % 100
        if rest == 0 { return "\(sign)\(whole)" }
        if rest % 10 == 0 { return "\(sign)\(whole).\(rest / 10)" }
        return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// A text in exactly this many columns: filled with spaces, or cut with an ellipsis.
    static func padded(_ text: String, to columns: Int, alignRight: Bool = false) -> String {
        let width = DisplayWidth.columns(of: text)
        if width <= columns {
            let space = String(repeating: " ", count: columns - width)
            return alignRight ? space + text : text + space
        }
        guard columns > 0 else { return "" }
        var kept = ""
        var used = 0
        for cluster in TextCluster.split(text) {
            guard used + cluster.columns <= columns - 1 else { break }
            kept += cluster.text
            used += cluster.columns
        }
        return kept + "…" + String(repeating: " ", count: columns - 1 - used)
    }
}
