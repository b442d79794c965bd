import Glibc

/// Numbers as text.
enum Figure {
    /// With this many digits after the point.
    static func fixed(_ value: Double, _ places: Int) -> String {
        guard value.isFinite else { return "0" }
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let rounded = (abs(value) * scale).rounded()
        let whole = Int(rounded / scale)
        let sign = value < 0 && rounded > 0 ? "-" : ""
        guard places > 0 else { return sign + String(whole) }
        let fraction = String(Int(rounded - Double(whole) * scale))
        return sign + String(whole) + "." + String(repeating: "0", count: places - fraction.count) + fraction
    }

    /// The number of hops that a random graph of N peers with D neighbours each needs on average, roughly.
    static func expectedHops(peers: Int, degree: Int) -> Double {
        log(Double(peers)) / log(Double(max(3, degree)) - 1)
    }

    static func hash(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
